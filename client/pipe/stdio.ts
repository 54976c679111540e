/**
 * The ends of a pipe: where lines come from, where data goes, and where everything else goes.
 *
 * @module
 */

import type { ByteSource } from "../../net/lines.ts";
import { writeAll } from "../../net/output.ts";

/** What a pipe has for ends; {@linkcode systemStdio} are this process's. */
export interface Stdio {
  readonly input: ByteSource;
  /** Whether a person types the input, who can be asked. */
  readonly isPerson: boolean;
  /** Writes all of it. Throws when nobody reads any more, or when it cannot be written. */
  writeOutput(text: string): Promise<void>;
  /** Writes something for people. Never throws. */
  writeError(text: string): void;
}

/** This process's standard input, output and error. */
export function systemStdio(): Stdio {
  const encoder = new TextEncoder();
  return {
    input: Deno.stdin,
    isPerson: Deno.stdin.isTerminal(),
    writeOutput: (text) => writeAll(Deno.stdout, encoder.encode(text)),
    writeError: (text) => {
      try {
        Deno.stderr.writeSync(encoder.encode(text));
      } catch {
        // Nobody reads what is wrong: there is nobody left to tell.
      }
    },
  };
}
