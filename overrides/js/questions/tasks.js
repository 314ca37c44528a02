// The types in which somebody does more than choose. Lessons load this when somebody is near one, other pages that may show
// one of them before their own script.

import { cloze } from "../../questions/cloze/script.js";
import { mark } from "../../questions/mark/script.js";
import { match } from "../../questions/match/script.js";
import { numeric } from "../../questions/numeric/script.js";
import { order } from "../../questions/order/script.js";
import { rate } from "../../questions/rate/script.js";
import { write } from "../../questions/write/script.js";

globalThis.kursTypes = { cloze, mark, match, numeric, order, rate, write };
