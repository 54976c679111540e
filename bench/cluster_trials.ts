/**
 * What befalls a cluster, measured: its people go on elsewhere when a server is killed, its rooms are silent while NATS is
 * killed, and a new server reads all that was said.
 *
 * @module
 */

import { clustered, type Nats, startNats } from "./cluster_servers.ts";
import { Native } from "./generator/native.ts";
import { pause } from "./generator/member.ts";
import { type Figures, percentile } from "./measurement.ts";
import { takeOnce } from "./once.ts";
import { freePort, killAndWait, runForOutput, waitForAccept } from "./processes.ts";
import type { Result } from "./report.ts";
import { chatServer, launch, launchOthers, type ServerKind } from "./servers.ts";

const START_WITHIN = 10_000;

/** How many are at the server that is killed. */
const RETURNING = 100;

/** How often NATS is killed, and how far apart, in ms. */
const NATS_KILLS = 8;
const KILL_EVERY = 1_500;

/** How often something is said meanwhile, in ms. */
const SAY_EVERY = 10;

/** How many messages a new server reads: so many people say so much each. */
const TALKERS = 10;
const EACH = 20_000;

/** How much of it one has in flight. */
const WINDOW = 500;

/** What measures memory, how it is started, and how long it may take, in ms. */
const MEMORY = new URL("./cluster_memory.ts", import.meta.url).pathname;
const IMPORTS = new URL("../tests/imports.json", import.meta.url).pathname;
const LOCK = new URL("../tests.lock", import.meta.url).pathname;
const MEMORY_WITHIN = 30_000;

/** A server that runs. */
interface Running {
  readonly port: number;
  readonly child: Deno.ChildProcess;
}

/** Takes all of them, each with a cluster of its own. */
export async function measureTrials(folder: string, flags: readonly string[]): Promise<readonly Result[]> {
  const nats = await startNats(folder);
  const alone = chatServer({ binary: undefined, flags });
  const kind = clustered(alone, nats.port, "3 servers", { count: 2, isSpread: true });
  return [
    await takeOnce(
      kind,
      "trials",
      `${RETURNING} go on elsewhere when their server is killed`,
      ({ p50 = NaN, p99 = NaN }) => `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
      () => withServers(kind, folder, goOn),
    ),
    await takeOnce(
      kind,
      "trials",
      `the longest silence of a room of which NATS is killed ${NATS_KILLS} times`,
      ({ longest = NaN, usual = NaN }) => `${longest.toFixed(0)} ms (usually ${usual.toFixed(0)} ms)`,
      () => withServers(kind, folder, (servers) => silence(servers, nats)),
    ),
    await takeOnce(
      kind,
      "trials",
      `a new server reads ${TALKERS * EACH} messages`,
      ({ perSecond = NaN, seconds = NaN }) =>
        `${Math.round(perSecond)} messages/s (${seconds.toFixed(1)} s more than with none)`,
      () => catchingUp(kind, folder),
    ),
    await takeOnce(
      kind,
      "trials",
      "memory of a member who is at another server",
      ({ perMember = NaN }) => `${perMember.toFixed(0)} bytes`,
      remoteMember,
    ),
  ];
}

async function withServers(
  kind: ServerKind,
  folder: string,
  run: (servers: readonly Running[]) => Promise<Figures>,
): Promise<Figures> {
  const log = `${folder}/${crypto.randomUUID()}.db`;
  const port = freePort();
  const servers = [{ port, child: launch(kind, port, folder, log) }, ...launchOthers(kind, folder, log)];
  try {
    for (const { child, port } of servers) await waitForAccept(child, port, START_WITHIN);
    return await run(servers);
  } finally {
    await Promise.all(servers.map(({ child }) => killAndWait(child)));
  }
}

/** How long it takes from the death of a server until each of its people is welcomed at another, in ms. */
async function goOn([dying, ...others]: readonly Running[]): Promise<Figures> {
  if (dying === undefined) throw new Error("no server");
  const people = await Promise.all(Array.from({ length: RETURNING }, async (_, index) => {
    const member = await Native.enter(dying.port, `m${index}`, "lobby");
    return { name: `m${index}`, token: await member.token(), member };
  }));
  await pause(500);
  const began = performance.now();
  await killAndWait(dying.child);
  const times = await Promise.all(people.map(async ({ name, token }, index) => {
    const port = others[index % others.length]?.port ?? NaN;
    const again = await Native.connect(port);
    await again.send({ type: "hello", name, room: "lobby", resume: { token, after: { lobby: 0 } } });
    await again.hear('"resumed":true');
    again.close();
    return performance.now() - began;
  }));
  for (const { member } of people) member.close();
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** How long nobody hears anything while NATS is killed and comes back, in ms. */
async function silence([first, second]: readonly Running[], nats: Nats): Promise<Figures> {
  if (first === undefined || second === undefined) throw new Error("no server");
  const ada = await Native.enter(first.port, "ada", "lobby");
  const bob = await Native.enter(second.port, "bob", "lobby");
  await ada.token();
  await bob.token();
  let isOver = false;
  let heardAt = performance.now();
  let longest = 0;
  const listening = (async () => {
    while (!isOver) {
      await bob.hear('"type":"message"');
      const now = performance.now();
      longest = Math.max(longest, now - heardAt);
      heardAt = now;
    }
  })();
  const talking = (async () => {
    for (let n = 0; !isOver; n++) {
      await ada.send({ type: "say", room: "lobby", text: `number ${n}`, id: `${n}` });
      await pause(SAY_EVERY);
    }
  })();
  await pause(KILL_EVERY);
  const silences: number[] = [];
  for (let kill = 0; kill < NATS_KILLS; kill++) {
    longest = 0;
    await nats.restart();
    await pause(KILL_EVERY);
    silences.push(Math.max(longest, performance.now() - heardAt));
  }
  isOver = true;
  await talking;
  await ada.send({ type: "say", room: "lobby", text: "over", id: "over" });
  await listening;
  ada.close();
  bob.close();
  return { longest: Math.max(...silences), usual: percentile(silences, 0.5) };
}

/** How fast a new server reads what was said before it, in messages a second. */
async function catchingUp(kind: ServerKind, folder: string): Promise<Figures> {
  const log = `${folder}/${crypto.randomUUID()}.db`;
  const port = freePort();
  const server = launch(kind, port, folder, log);
  const started: Deno.ChildProcess[] = [server];
  const startOf = async (name: string): Promise<number> => {
    const at = freePort();
    const began = performance.now();
    const child = launch(kind, at, folder, `${log}-${name}`);
    started.push(child);
    await waitForAccept(child, at, START_WITHIN);
    const one = await Native.enter(at, `first-${name}`, "lobby");
    await one.token();
    one.close();
    const took = performance.now() - began;
    await killAndWait(child);
    return took;
  };
  try {
    await waitForAccept(server, port, START_WITHIN);
    const empty = Math.min(await startOf("1"), await startOf("2"));
    await Promise.all(Array.from({ length: TALKERS }, (_, index) => talk(port, `t${index}`)));
    const seconds = (await startOf("3") - empty) / 1000;
    return { seconds, perSecond: TALKERS * EACH / seconds };
  } finally {
    await Promise.all(started.map(killAndWait));
  }
}

/** What a member of another server costs, in bytes of heap: in a process of its own. */
async function remoteMember(): Promise<Figures> {
  const flags = ["--allow-all", "--v8-flags=--expose-gc", `--import-map=${IMPORTS}`, `--lock=${LOCK}`];
  const printed = await runForOutput(Deno.execPath(), ["run", ...flags, MEMORY], MEMORY_WITHIN);
  return { perMember: Number(JSON.parse(printed).perMember) };
}

async function talk(port: number, name: string): Promise<void> {
  const room = `room-of-${name}`;
  const member = await Native.enter(port, name, room);
  await member.token();
  const text = "x".repeat(64);
  for (let sent = 0; sent < EACH; sent += WINDOW) {
    const lines = Array.from({ length: WINDOW }, (_, index) => ({
      type: "say",
      room,
      text,
      id: `${sent + index + 1}`,
    }));
    await member.sendAll(lines);
    await member.hear(`"id":"${sent + WINDOW}"`);
  }
  member.close();
}
