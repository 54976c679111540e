/**
 * The page in English, with the subjects of the catalogue that it needs from the start.
 *
 * @module
 */

import { deeds } from "../words/en/deeds.ts";
import { people } from "../words/en/numbers.ts";
import { page } from "../words/en/page.ts";
import { problem } from "../words/en/problems.ts";
import { rooms } from "../words/en/rooms.ts";
import { shared } from "../words/en/shared.ts";
import { usage } from "../words/en/usage.ts";
import { openPage } from "./page.ts";

await openPage({
  lang: "en",
  usage,
  ...rooms,
  problem,
  deeds,
  people,
  plain: shared,
  page,
}, () => import("./rest_en.ts"));
