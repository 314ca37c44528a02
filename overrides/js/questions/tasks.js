// The types in which somebody does more than choose. Only pages that may show one of them load this, before their own script.

import { mark } from "../../questions/mark/script.js";
import { rate } from "../../questions/rate/script.js";
import { write } from "../../questions/write/script.js";

globalThis.kursTypes = { mark, rate, write };
