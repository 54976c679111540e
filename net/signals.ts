/**
 * Listening to signals, on systems that know some and not others.
 *
 * @module
 */

/** How signals are listened to; Deno's by default. */
export interface SignalSource {
  addSignalListener(signal: Deno.Signal, run: () => void): void;
  removeSignalListener(signal: Deno.Signal, run: () => void): void;
}

/**
 * Calls back at each signal; never where this system, or this Deno on it, does not know the signal: which of them Windows
 * can have differs between versions.
 *
 * @returns Ends that.
 */
export function onSignal(signal: Deno.Signal, run: () => void, source: SignalSource = Deno): () => void {
  try {
    source.addSignalListener(signal, run);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return () => {};
  }
  return () => source.removeSignalListener(signal, run);
}
