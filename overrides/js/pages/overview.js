import { startPage } from "../page/page.js";
import { startOverview } from "../progress/overview.js";

startOverview(startPage());
