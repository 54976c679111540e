/**
 * Every sentence that a user reads, in English. Its shape is the catalogue that the other languages satisfy.
 *
 * Owns the sentences of the terminal, the doors, the page and the command line, one file a subject.
 * Must not know who says a sentence or when: it gets names, numbers and texts, and gives one line.
 * May be called by every part of the program that people read; the protocol and the log have no sentences.
 * There is nothing to close: everything here is pure.
 *
 * @module
 */

import { accounts } from "./en/accounts.ts";
import { audit } from "./en/audit.ts";
import { client } from "./en/client.ts";
import { cli } from "./en/command_line.ts";
import { cluster } from "./en/cluster.ts";
import { commands } from "./en/commands.ts";
import { config, reload } from "./en/config.ts";
import { deeds } from "./en/deeds.ts";
import { doctor } from "./en/doctor.ts";
import { doors } from "./en/doors.ts";
import { archive, store, tokens } from "./en/files.ts";
import { help } from "./en/help.ts";
import { identity } from "./en/identity.ts";
import { irc } from "./en/irc.ts";
import { lines } from "./en/lines.ts";
import { manual } from "./en/manual.ts";
import { people, size } from "./en/numbers.ts";
import { operating } from "./en/operating.ts";
import { status } from "./en/running.ts";
import { page } from "./en/page.ts";
import { plain } from "./en/plain.ts";
import { problem } from "./en/problems.ts";
import { rooms } from "./en/rooms.ts";
import { log, server } from "./en/server.ts";
import { invitation } from "./en/invitation.ts";
import { invite } from "./en/invite.ts";
import { sharing } from "./en/sharing.ts";
import { trust } from "./en/trust.ts";
import { usage } from "./en/usage.ts";
import { windows } from "./en/windows.ts";

/** The catalogue in English. */
export const en = {
  /** The code that `--lang` takes for this language. */
  lang: "en",
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

/** The catalogue: what every language has to say. */
export type Words = typeof en;

/** What is said of rooms: the part of the catalogue that has no subject of its own. */
export type RoomWords = Omit<
  PageWords,
  | "lang"
  | "usage"
  | "problem"
  | "commands"
  | "deeds"
  | "people"
  | "accounts"
  | "audit"
  | "invitation"
  | "sharing"
  | "size"
  | "plain"
  | "page"
>;

/** What is said of rooms in lines of text alone. */
export type LineWords = Pick<
  Words,
  "reason" | "folded" | "foldedPrivate" | "noPrivateText" | "restarting" | "isAway" | "arrivedAt" | "here"
>;

/** The part of the catalogue that the page loads over the network. */
export type PageWords =
  & Omit<
    Words,
    | "cluster"
    | "doors"
    | "irc"
    | "server"
    | "log"
    | "cli"
    | "help"
    | "manual"
    | "archive"
    | "tokens"
    | "identity"
    | "operating"
    | "status"
    | "config"
    | "reload"
    | "doctor"
    | "store"
    | "client"
    | "trust"
    | "invite"
    | keyof RestWords
    | keyof LineWords
  >
  & { readonly plain: SharedWords };

/** What the page says as the doors for people do. */
export type SharedWords = Pick<Words["plain"], "askName" | "nothingEarlier">;

/** The part of the catalogue that the page loads when somebody first asks for it. */
export type RestWords = Pick<
  Words,
  "windows" | "commands" | "accounts" | "audit" | "invitation" | "plain" | "sharing" | "size"
>;

/** The part of the catalogue that windows and menus of the page work with. */
export type WindowWords = Omit<PageWords, "page"> & {
  readonly page: Words["page"] & Words["windows"];
};
