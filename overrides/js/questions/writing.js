// The type in which somebody writes. Only pages that may show one load this, before their own script.

import { write } from "../../questions/write/script.js";

Object.assign((globalThis.kursTypes ??= {}), { write });
