/**
 * Measures the time from starting the process to the first accepted connection, to the first welcome, and to the client's
 * first line.
 *
 * @module
 */

import { DIALECTS } from "./generator/dialects.ts";
import { Member } from "./generator/member.ts";
import type { Figures } from "./measurement.ts";
import { takeOnce } from "./once.ts";
import { freePort, killAndWait, track, waitForAccept } from "./processes.ts";
import type { Result } from "./report.ts";
import { launch, programCommand, type ServerKind } from "./servers.ts";

const TRIES = 5;
const WITHIN = 5000;

/** Which program the client is: a binary, or the source of this checkout or of another. */
export interface ClientProgram {
  readonly binary: string | undefined;
  readonly checkout?: string;
}

/** Measures the start of one of our servers, and of a client if one is given, as rows of the report. */
export async function measureStart(
  kind: ServerKind,
  folder: string,
  client: ClientProgram | undefined,
): Promise<readonly Result[]> {
  const server = await takeOnce(
    kind,
    "startup",
    "from start to the first connection",
    ({ ms = NaN, welcome = NaN }) => `${ms.toFixed(0)} ms (${welcome.toFixed(0)} ms to the first welcome)`,
    () => serverStart(kind, folder),
  );
  if (client === undefined) return [server];
  const title = "from the client's start to its first line";
  return [
    server,
    await takeOnce(kind, "startup", title, ({ ms = NaN }) => `${ms.toFixed(0)} ms`, async () => {
      const port = freePort();
      const child = launch(kind, port, folder);
      try {
        await waitForAccept(child, port, WITHIN);
        return { ms: await clientStart(client, port) };
      } finally {
        await killAndWait(child);
      }
    }),
  ];
}

/**
 * Returns the ms to the first accepted connection (`ms`) and to the first welcome, medians of {@linkcode TRIES}: the kernel
 * accepts connections while the server still opens its log.
 */
async function serverStart(kind: ServerKind, folder: string): Promise<Figures> {
  const times: number[] = [];
  const welcomes: number[] = [];
  for (let index = 0; index < TRIES; index++) {
    const port = freePort();
    const began = performance.now();
    const child = launch(kind, port, folder);
    try {
      await waitForAccept(child, port, WITHIN);
      times.push(performance.now() - began);
      const seq = await welcomed(port);
      welcomes.push(performance.now() - began);
      if (!(seq >= (kind.messagesBefore ?? 0))) {
        throw new Error(`the room has ${seq} messages and not ${kind.messagesBefore}`);
      }
    } finally {
      await killAndWait(child);
    }
  }
  return { ms: median(times), welcome: median(welcomes) };
}

/** Enters, and returns the number of the room's last message. */
async function welcomed(port: number): Promise<number> {
  const member = new Member(0, await Deno.connect({ hostname: "127.0.0.1", port }));
  let seq: string | undefined;
  try {
    await member.write(DIALECTS.native.hello("first"));
    await member.readUntil((text) => {
      seq = /"type":"welcome".*?"seq":(\d+)/.exec(text)?.[1];
      return seq !== undefined;
    });
  } finally {
    member.close();
  }
  return Number(seq);
}

/** Returns the ms from starting the client to its first line, the median of {@linkcode TRIES}. */
async function clientStart({ binary, checkout }: ClientProgram, port: number): Promise<number> {
  const times: number[] = [];
  const { command, args } = programCommand(binary, checkout);
  for (let index = 0; index < TRIES; index++) {
    const began = performance.now();
    const flags = ["client", "--port", String(port), "--name", `start${index}`, "--json"];
    const child = track(
      new Deno.Command(command, {
        args: [...args, ...flags],
        stdin: "piped",
        stdout: "piped",
        stderr: "null",
      })
        .spawn(),
    );
    const timer = setTimeout(() => void killAndWait(child), WITHIN);
    const reader = child.stdout.getReader();
    const { done } = await reader.read();
    if (!done) times.push(performance.now() - began);
    clearTimeout(timer);
    await killAndWait(child);
    await reader.cancel();
    await child.stdin.close().catch(() => {}); // It has ended.
    if (done) throw new Error("the client printed nothing");
  }
  return median(times);
}

function median(times: readonly number[]): number {
  return Float64Array.from(times).sort()[Math.floor(times.length / 2)] ?? NaN;
}
