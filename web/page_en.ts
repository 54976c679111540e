/**
 * The page in English, with the subjects of the catalogue that it needs.
 *
 * @module
 */

import { accounts } from "../words/en/accounts.ts";
import { commands } from "../words/en/commands.ts";
import { deeds } from "../words/en/deeds.ts";
import { invitation } from "../words/en/invitation.ts";
import { people } from "../words/en/numbers.ts";
import { page } from "../words/en/page.ts";
import { plain } from "../words/en/plain.ts";
import { problem } from "../words/en/problems.ts";
import { rooms } from "../words/en/rooms.ts";
import { usage } from "../words/en/usage.ts";
import { openPage } from "./page.ts";

await openPage({
  lang: "en",
  usage,
  ...rooms,
  problem,
  commands,
  deeds,
  people,
  accounts,
  invitation,
  plain,
  page,
});
