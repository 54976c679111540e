/**
 * The signals that ask a program to end.
 *
 * @module
 */

import { onSignal } from "../net/signals.ts";

/** Those of this system, each with the exit code of a program that it ended: 128 and the signal's number. */
const STOP_SIGNALS: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? [["SIGINT", 130], ["SIGBREAK", 149], ["SIGHUP", 129]] // The last: the window is closed, or somebody logs off.
  : [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]];

/**
 * How long after the first signal another one belongs to the same key press, in ms: `deno task` and `npx` pass on a
 * Ctrl+C that the terminal has sent to all of them already.
 */
export const SAME_PRESS = 250;

/**
 * Waits for the next signal to stop. Resolves to the exit code that it stands for; until then none ends the program.
 *
 * @param ignoreFor For how many ms from now signals are ignored.
 */
export function nextStopSignal(ignoreFor = 0): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const since = performance.now();
  const stops = STOP_SIGNALS.map(([signal, code]) =>
    onSignal(signal, () => {
      if (performance.now() - since >= ignoreFor) resolve(code);
    })
  );
  return promise.finally(() => stops.forEach((stop) => stop()));
}
