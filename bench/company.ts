/**
 * The company's process: what goes on beside a room that is measured, from each line `begin` of its standard input up to the
 * next line `pause`, until that ends. It prints `ready` once it can begin, `paused` when nothing goes on any more, and at the
 * end its figures as one JSON line.
 *
 * @module
 */

import { setPriority } from "node:os";
import { decodeUtf8, LineReader } from "../net/lines.ts";
import { createBotToken } from "../server.ts";
import { prepareFiles } from "./company/files.ts";
import { keepBackingUp, keepComing, keepSearching } from "./company/guests.ts";
import { keepCatchingUp, keepListening, keepPaging } from "./company/readers.ts";
import { prepareLogins } from "./company/logins.ts";
import { prepareReturn } from "./company/returning.ts";
import { beginRound, type Company, fillRoom, LONG_ROOM, ROUND, Rounds } from "./company/rounds.ts";

/** The kernel lets the generator run first: it has the clock, and everybody here is on other machines in life. */
const LESS_URGENT = 10;

/** How much was said in the room that newcomers come to, and in the long one. */
const SAID = 60;
const SAID_IN_LONG_ROOM = 20_000;

/** The longest line of the standard input, in bytes. */
const ORDER_BYTES = 100;

async function main(): Promise<void> {
  const [port = "", log = "", settings = "{}"] = Deno.args;
  setPriority(LESS_URGENT);
  const rounds = new Rounds();
  const begin = await prepare({ port: Number(port), log }, JSON.parse(settings), rounds);
  print("ready");
  const works = begin();
  for await (const line of new LineReader(Deno.stdin, ORDER_BYTES)) {
    if (line.kind === "line" && decodeUtf8(line.bytes) === "begin") {
      rounds.resume();
      continue;
    }
    await rounds.pause();
    print("paused");
  }
  rounds.end();
  await Promise.all(works);
  print(JSON.stringify(rounds.figures));
  Deno.exit(0);
}

/** Makes what is needed before anything is measured; the returned function begins. */
async function prepare(
  { port, log }: { readonly port: number; readonly log: string },
  company: Company,
  rounds: Rounds,
): Promise<() => readonly Promise<void>[]> {
  const { searchers = 0, newcomers = 0, comings = 0, backups = 0, returning = 0 } = company;
  const { readers = 0, listeners = 0, pagers = 0, logins = 0 } = company;
  const { uploads = 0, downloads = 0 } = company;
  const isReading = readers + listeners + pagers > 0;
  await fillRoom(port, ROUND, SAID);
  if (isReading) await fillRoom(port, LONG_ROOM, SAID_IN_LONG_ROOM);
  const token = listeners > 0 ? createBotToken(log, "ear", "guest", Date.now()) : undefined;
  const bearer = token?.isMade === true ? token.token : "";
  const comeBack = returning > 0 ? await prepareReturn(port, returning) : undefined;
  const logIn = logins > 0 ? await prepareLogins(port, logins) : undefined;
  const files = uploads + downloads > 0
    ? await prepareFiles(port, log, { uploads, downloads }, rounds)
    : undefined;
  const each = (count: number, run: (index: number) => Promise<void>): readonly Promise<void>[] =>
    Array.from({ length: count }, (_, index) => run(index));
  return () => [
    ...(newcomers > 0 ? [keepComing(port, newcomers, beginRound, rounds)] : []),
    ...each(comings, (index) => keepComing(port, 1, undefined, rounds, `c${index}x`)),
    ...each(searchers, (index) => keepSearching(port, index, rounds)),
    ...(backups > 0 ? [keepBackingUp(log, rounds)] : []),
    ...each(readers, (index) => keepCatchingUp(port, index, SAID_IN_LONG_ROOM, rounds)),
    ...each(pagers, (index) => keepPaging(port, index, rounds)),
    ...each(listeners, () => keepListening(port, bearer, rounds)),
    ...(comeBack === undefined ? [] : [comeBack(rounds)]),
    ...(logIn === undefined ? [] : [logIn(rounds)]),
    ...(files === undefined ? [] : files()),
  ];
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

if (import.meta.main) await main();
