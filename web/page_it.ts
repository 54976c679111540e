/**
 * The page in Italian, with the subjects of the catalogue that it needs from the start.
 *
 * @module
 */

import { deeds } from "../words/it/deeds.ts";
import { people } from "../words/it/numbers.ts";
import { page } from "../words/it/page.ts";
import { problem } from "../words/it/problems.ts";
import { rooms } from "../words/it/rooms.ts";
import { shared } from "../words/it/shared.ts";
import { usage } from "../words/it/usage.ts";
import { openPage } from "./page.ts";

await openPage({
  lang: "it",
  usage,
  ...rooms,
  problem,
  deeds,
  people,
  plain: shared,
  page,
}, () => import("./rest_it.ts"));
