import { startPage } from "./seite.js";
import { startOverview } from "./uebersicht.js";

startOverview(startPage());
