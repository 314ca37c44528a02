// The question types by name: a line for each folder of overrides/questions, here or in tasks.js, which some pages load before.

import { multiple, single } from "../../questions/choice/script.js";
import { cloze } from "../../questions/cloze/script.js";
import { match } from "../../questions/match/script.js";
import { numeric } from "../../questions/numeric/script.js";
import { order } from "../../questions/order/script.js";

/** @type {Record<string, import("./shared.js").QuestionType | import("./shared.js").OwnType>} */
export const TYPES = { single, multiple, cloze, numeric, order, match, ...globalThis.kursTypes };
