// What page/extras.js loads.

import { startColours } from "../page/colours.js";
import { startGlossary } from "../page/glossary.js";
import { startMenu } from "../page/menu.js";
import { startMonday } from "../page/near.js";
import { showNotice } from "../page/notice.js";
import { startSections } from "../page/sections.js";
import { startTables } from "../page/tables.js";

startColours(showNotice);
startMenu();
startGlossary();
startSections();
startTables();
startMonday();
