// What page/extras.js loads.

import { startColours } from "../page/colours.js";
import { startMenu } from "../page/menu.js";
import { showNotice } from "../page/notice.js";
import { startSections } from "../page/sections.js";

startColours(showNotice);
startMenu();
startSections();
