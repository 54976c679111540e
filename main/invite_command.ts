/**
 * `chat invite`: links that let people in, also while the server runs.
 *
 * @module
 */

import { createTicket, listTickets, revokeTicket, type Ticket } from "../server.ts";
import type { Words } from "../words/en.ts";
import { type FileCommandContext, reportFileError, requireFile } from "./archive_command.ts";
import { type FlagValues, type parseInviteAction, UsageError } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { INVITE_FLAGS } from "./flags.ts";
import { linksFor, shownKey } from "./invitation_links.ts";
import { makeParentFolder } from "./make_folder.ts";
import { qrText } from "./qr.ts";
import { minuteOf, tableOf } from "./table.ts";

/** Runs `chat invite`. Resolves to the exit code. */
export async function runInvite(
  wish: ReturnType<typeof parseInviteAction>,
  given: FlagValues,
  context: FileCommandContext,
): Promise<number> {
  const { words, stdout, stderr, dataFile } = context;
  const path = given.value(INVITE_FLAGS.data) ?? dataFile;
  try {
    if (path === "" || wish.action !== "new") requireFile(path);
    switch (wish.action) {
      case "new":
        return await make(path, given, context);
      case "list": {
        const tickets = listTickets(path, Date.now());
        stdout.print(tickets.length === 0 ? `${words.invite.none}\n` : table(tickets, words));
        return ExitCode.ok;
      }
      case "revoke":
        if (revokeTicket(path, wish.id, Date.now())) {
          stdout.print(`${words.invite.revoked(wish.id)}\n`);
          return ExitCode.ok;
        }
        stderr.print(`${words.invite.unknown(wish.id)}\n`);
        return ExitCode.refused;
    }
  } catch (error) {
    return reportFileError(error, path, context);
  }
}

/** Makes an invitation. Its links go to standard output alone; one that nobody could read is none. */
async function make(
  path: string,
  given: FlagValues,
  { words, stdout, stderr }: FileCommandContext,
): Promise<number> {
  makeParentFolder(path);
  const now = Date.now();
  const room = given.value(INVITE_FLAGS.room);
  const role = given.value(INVITE_FLAGS.role);
  const wish = { uses: given.value(INVITE_FLAGS.uses), expires: now + given.value(INVITE_FLAGS.expires) };
  if (role !== undefined && wish.uses > 1) throw new UsageError(words.invite.oneUse(role));
  const kind = role ?? "entry";
  const key = await shownKey(path, given.value(INVITE_FLAGS.tlsCert));
  const made = createTicket(path, { kind, room, name: given.value(INVITE_FLAGS.for), ...wish }, now);
  if (made === undefined) {
    stderr.print(`${words.invite.tooMany}\n`);
    return ExitCode.refused;
  }
  const place = { host: given.value(INVITE_FLAGS.host), port: given.value(INVITE_FLAGS.port) };
  const { link, page } = linksFor(key, place, {
    room,
    ticket: made.token,
    isPersonal: role !== undefined,
  });
  stdout.print(`${link}\n${page}\n`);
  await stdout.flush();
  if (stdout.failure !== undefined) {
    revokeTicket(path, made.ticket.id, Date.now());
    return ExitCode.ok; // Whoever runs commands says what is wrong, and makes it 6.
  }
  if (!given.isOn(INVITE_FLAGS.noQr) && Deno.stdout.isTerminal()) {
    stdout.print(qrText(page, Deno.consoleSize().columns));
  }
  if (key === undefined) stderr.print(`${words.invite.noKey}\n`);
  stderr.print(`${words.invite.made(wish.uses, minuteOf(wish.expires), made.ticket.id)}\n`);
  if (role !== undefined) stderr.print(`${words.invite.makes(role)}\n`);
  return ExitCode.ok;
}

function table(tickets: readonly Ticket[], { invite }: Words): string {
  return tableOf(
    invite.columns,
    tickets.map(({ id, left, uses, expires, kind, room, name, madeBy }) => [
      `${id}`,
      `${left}/${uses}`,
      minuteOf(expires),
      invite.kinds[kind],
      room ?? "-",
      name ?? "-",
      madeBy ?? "-",
    ]),
  );
}
