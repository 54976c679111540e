/**
 * The page in English.
 *
 * @module
 */

import { en } from "../words/en.ts";
import { openPage } from "./page.ts";

await openPage(en);
