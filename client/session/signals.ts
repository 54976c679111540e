/**
 * Being told to end from outside.
 *
 * @module
 */

/** The exit code of an end from outside: 130 for SIGINT, 143 for the others. */
export type SignalCode = 130 | 143;

/** Calls back each time when this process is told to end; the returned function ends that. */
export function onSignals(run: (code: SignalCode) => void): () => void {
  const interrupt = (): void => run(130);
  const end = (): void => run(143);
  const asked: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGBREAK"] : ["SIGTERM", "SIGHUP"];
  Deno.addSignalListener("SIGINT", interrupt);
  for (const signal of asked) Deno.addSignalListener(signal, end);
  return () => {
    Deno.removeSignalListener("SIGINT", interrupt);
    for (const signal of asked) Deno.removeSignalListener(signal, end);
  };
}
