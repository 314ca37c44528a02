import { startPage } from "../page/page.js";
import { startQuizzes } from "../questions/quiz.js";

startQuizzes(startPage());
