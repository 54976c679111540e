/**
 * What the terminal client needs of a terminal, and this process's own.
 *
 * @module
 */

import process from "node:process";
import { onSignal } from "../../net/signals.ts";
import { ConsoleKeys } from "./console_keys.ts";
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
  const hasJobs = Deno.build.os !== "windows";
  const keys = hasJobs ? undefined : new ConsoleKeys(() => process.stdin);
  return {
    read: (into) => keys === undefined ? Deno.stdin.read(into) : keys.read(into),
    write: (text) => {
      let bytes = encoder.encode(text);
      while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
    },
    size: () => Deno.consoleSize(),
    setRaw: (raw) => keys === undefined ? Deno.stdin.setRaw(raw) : keys.setRaw(raw),
    // Where there is no such signal, as on Windows with an older Deno, each frame asks for the size anyway.
    onResize: (run) => onSignal("SIGWINCH", run),
    ...(hasJobs && { onContinue: (run: () => void) => onSignal("SIGCONT", run), suspend: stopJob }),
  };
}
