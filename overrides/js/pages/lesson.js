import { startPage } from "../page/page.js";
import { startMonday } from "../page/near.js";
import { whenTyped } from "../page/typed.js";
import { startQuizzes } from "../questions/quiz.js";

startQuizzes(startPage());
whenTyped(document, (keeper) => keeper.keepPage());
startMonday();
