import { startPage } from "../page/page.js";
import { whenTyped } from "../page/typed.js";
import { startQuizzes } from "../questions/quiz.js";

startQuizzes(startPage());
whenTyped(document, (keeper) => keeper.keepPage());
