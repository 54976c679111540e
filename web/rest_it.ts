/**
 * The rest of the page in Italian, with the subjects of the catalogue that only it needs.
 *
 * @module
 */

import { accounts } from "../words/it/accounts.ts";
import { audit } from "../words/it/audit.ts";
import { commands } from "../words/it/commands.ts";
import { invitation } from "../words/it/invitation.ts";
import { size } from "../words/it/numbers.ts";
import { plain } from "../words/it/plain.ts";
import { sharing } from "../words/it/sharing.ts";
import { windows } from "../words/it/windows.ts";
import type { PageParts } from "./page_parts.ts";
import { openRest as open, type Rest } from "./rest.ts";

/** Makes the rest of a page. */
export function openRest(page: PageParts): Promise<Rest> {
  return open(page, { accounts, audit, commands, invitation, plain, sharing, size, windows });
}
