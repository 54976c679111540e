/**
 * What the terminal client needs of a terminal, and this process's own.
 *
 * @module
 */

import type { Size } from "./screen.ts";
import { stopJob } from "./suspend.ts";

/** What a terminal must be able to do; {@linkcode systemTty} is this process's. */
export interface Tty {
  /** Bytes of keys. `null` is the end. */
  read(into: Uint8Array): Promise<number | null>;
  /** Writes all of it. Throws when the terminal is gone. */
  write(text: string): void;
  size(): Size;
  setRaw(raw: boolean): void;
  /** Calls back when the size has changed; the returned function ends that. */
  onResize(run: () => void): () => void;
  /** Stops this process and those of its job, as Ctrl-Z does; resolves when it goes on. Not there where there are no jobs. */
  suspend?(): Promise<void>;
  /** Calls back when the process goes on after it was stopped; the returned function ends that. */
  onContinue?(run: () => void): () => void;
}

/** Makes the terminal of this process. */
export function systemTty(): Tty {
  const encoder = new TextEncoder();
  const on = (signal: Deno.Signal, run: () => void): () => void => {
    Deno.addSignalListener(signal, run);
    return () => Deno.removeSignalListener(signal, run);
  };
  const hasJobs = Deno.build.os !== "windows";
  return {
    read: (into) => Deno.stdin.read(into),
    write: (text) => {
      let bytes = encoder.encode(text);
      while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
    },
    size: () => Deno.consoleSize(),
    setRaw: (raw) => Deno.stdin.setRaw(raw),
    // Windows has no such signal; each frame asks for the size anyway.
    onResize: (run) => hasJobs ? on("SIGWINCH", run) : () => {},
    ...(hasJobs && { onContinue: (run: () => void) => on("SIGCONT", run), suspend: stopJob }),
  };
}
