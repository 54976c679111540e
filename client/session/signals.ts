/**
 * Being told to end from outside.
 *
 * @module
 */

import { onSignal } from "../../net/signals.ts";

/** The exit code of an end from outside: 130 for SIGINT, 143 for the others. */
export type SignalCode = 130 | 143;

/** Calls back each time when this process is told to end; the returned function ends that. */
export function onSignals(run: (code: SignalCode) => void): () => void {
  const interrupt = (): void => run(130);
  const end = (): void => run(143);
  // On Windows, SIGHUP is that the window is closed, or that whoever sits there logs off.
  const asked: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGBREAK", "SIGHUP"]
    : ["SIGTERM", "SIGHUP"];
  const stops = [onSignal("SIGINT", interrupt), ...asked.map((signal) => onSignal(signal, end))];
  return () => stops.forEach((stop) => stop());
}
