/**
 * The signals that ask a program to end.
 *
 * @module
 */

/** Those of this system, each with the exit code of a program that it ended: 128 and the signal's number. */
const STOP_SIGNALS: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? [["SIGINT", 130], ["SIGBREAK", 149]]
  : [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]];

/** Resolves when the next of them comes, to the exit code that it stands for. Until then none of them ends the program. */
export function nextStopSignal(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const listeners = STOP_SIGNALS.map(([signal, code]) => [signal, () => resolve(code)] as const);
  for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener);
  return promise.finally(() => {
    for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
  });
}
