/**
 * Every sentence that a user reads, in Italian: the same files as in English.
 *
 * @module
 */

import type { Words } from "./en.ts";
import { accounts } from "./it/accounts.ts";
import { audit } from "./it/audit.ts";
import { client } from "./it/client.ts";
import { cli } from "./it/command_line.ts";
import { cluster } from "./it/cluster.ts";
import { commands } from "./it/commands.ts";
import { config, reload } from "./it/config.ts";
import { deeds } from "./it/deeds.ts";
import { doctor } from "./it/doctor.ts";
import { doors } from "./it/doors.ts";
import { archive, store, tokens } from "./it/files.ts";
import { help } from "./it/help.ts";
import { identity } from "./it/identity.ts";
import { irc } from "./it/irc.ts";
import { lines } from "./it/lines.ts";
import { manual } from "./it/manual.ts";
import { people, size } from "./it/numbers.ts";
import { operating } from "./it/operating.ts";
import { status } from "./it/running.ts";
import { page } from "./it/page.ts";
import { plain } from "./it/plain.ts";
import { problem } from "./it/problems.ts";
import { rooms } from "./it/rooms.ts";
import { log, server } from "./it/server.ts";
import { invitation } from "./it/invitation.ts";
import { invite } from "./it/invite.ts";
import { sharing } from "./it/sharing.ts";
import { trust } from "./it/trust.ts";
import { usage } from "./it/usage.ts";
import { windows } from "./it/windows.ts";

/** The catalogue in Italian. */
export const it: Words = {
  lang: "it",
  usage,
  ...rooms,
  ...lines,
  problem,
  cluster,
  commands,
  audit,
  deeds,
  people,
  accounts,
  invitation,
  plain,
  doors,
  irc,
  page,
  windows,
  server,
  log,
  cli,
  help,
  manual,
  archive,
  tokens,
  operating,
  status,
  config,
  reload,
  size,
  doctor,
  identity,
  store,
  client,
  trust,
  invite,
  sharing,
};
