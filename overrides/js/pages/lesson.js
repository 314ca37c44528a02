import { startPage } from "../page/page.js";
import { startTools } from "../page/tools.js";
import { whenTyped } from "../page/typed.js";
import { startQuizzes } from "../questions/quiz.js";

const whenAwake = startQuizzes(startPage());
startTools();
whenTyped(document, (keeper) => {
  keeper.keepPage();
  whenAwake(keeper.keepQuiz);
});
