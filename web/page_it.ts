/**
 * The page in Italian.
 *
 * @module
 */

import { it } from "../words/it.ts";
import { openPage } from "./page.ts";

await openPage(it);
