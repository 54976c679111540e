/**
 * The rest of the page in English, with the subjects of the catalogue that only it needs.
 *
 * @module
 */

import { accounts } from "../words/en/accounts.ts";
import { audit } from "../words/en/audit.ts";
import { commands } from "../words/en/commands.ts";
import { invitation } from "../words/en/invitation.ts";
import { size } from "../words/en/numbers.ts";
import { plain } from "../words/en/plain.ts";
import { sharing } from "../words/en/sharing.ts";
import { windows } from "../words/en/windows.ts";
import type { PageParts } from "./page_parts.ts";
import { openRest as open, type Rest } from "./rest.ts";

/** Makes the rest of a page. */
export function openRest(page: PageParts): Promise<Rest> {
  return open(page, { accounts, audit, commands, invitation, plain, sharing, size, windows });
}
