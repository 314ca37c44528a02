import { startPage } from "./seite.js";
import { startQuizzes } from "./quiz.js";

startQuizzes(startPage());
