/**
 * What else goes on beside a room that is measured: people who search, newcomers who are shown what was said, backups.
 *
 * @module
 */

import { DEFAULT_ROOM } from "../../protocol/limits.ts";
import { killAndWait, start } from "../processes.ts";
import { programCommand } from "../servers.ts";
import { eachOf, pause } from "./member.ts";
import { Native } from "./native.ts";

/** What goes on, and how much of it. */
export interface Company {
  /** How many people search, each again as soon as an answer came. */
  readonly searchers: number;
  /** How many come in at the same moment, every {@linkcode NEWCOMERS_EVERY}, and leave once they have what newcomers are shown. */
  readonly newcomers: number;
  /** Whether the log is backed up again and again. */
  readonly hasBackups: boolean;
}

/** The pause between two crowds of newcomers, in ms. */
const NEWCOMERS_EVERY = 1_000;

/** The room of those who are not measured, and how much was said in it: more than newcomers are shown. */
const ROOM = "beside";
const SAID = 60;

/** Begins all that goes on; the returned function ends it. */
export async function startCompany(
  port: number,
  log: string,
  { searchers, newcomers, hasBackups }: Company,
): Promise<() => Promise<void>> {
  const isOver = { value: false };
  const all: Promise<void>[] = [];
  if (newcomers > 0) {
    await fill(port);
    all.push(keepComing(port, newcomers, isOver));
  }
  for (let index = 0; index < searchers; index++) all.push(keepSearching(port, index, isOver));
  if (hasBackups) all.push(keepBackingUp(log, isOver));
  return async () => {
    isOver.value = true;
    await Promise.all(all);
  };
}

async function fill(port: number): Promise<void> {
  const writer = await Native.enter(port, "writer", ROOM);
  for (let sent = 0; sent < SAID; sent++) {
    await writer.send({ type: "say", room: ROOM, text: `message ${sent}.`, id: `${sent}` });
  }
  await writer.readUntil(`"text":"message ${SAID - 1}."`);
  writer.close();
}

async function keepComing(port: number, count: number, isOver: { readonly value: boolean }): Promise<void> {
  for (let round = 0; !isOver.value; round++) {
    const began = performance.now();
    await eachOf(count, count, async (index) => {
      const newcomer = await Native.enter(port, `new${round}x${index}`, ROOM);
      await newcomer.hear(`"text":"message ${SAID - 1}."`);
      await newcomer.send({ type: "quit" });
      newcomer.close();
    });
    await pause(Math.max(0, NEWCOMERS_EVERY - (performance.now() - began)));
  }
}

async function keepSearching(
  port: number,
  index: number,
  isOver: { readonly value: boolean },
): Promise<void> {
  const searcher = await Native.enter(port, `searcher${index}`, DEFAULT_ROOM);
  for (let asked = 0; !isOver.value; asked++) {
    await searcher.send({ type: "search", query: `zeta${asked}`, id: `s${asked}` });
    await searcher.hear(`"s${asked}"`);
  }
  searcher.close();
}

async function keepBackingUp(log: string, isOver: { readonly value: boolean }): Promise<void> {
  const { command, args } = programCommand(undefined);
  for (let round = 0; !isOver.value; round++) {
    const copy = `${log}-copy${round}`;
    const child = start(command, [...args, "backup", copy, "--data", log], { silent: true });
    await child.status;
    await killAndWait(child);
    await Deno.remove(copy).catch(() => {}); // It failed: the next one is tried.
  }
}
