/**
 * Starts the company of a room that is measured: a process of its own, so that what it does is not in the times.
 *
 * @module
 */

import type { Company } from "../company/rounds.ts";
import type { CompanyPlace, Figures } from "../measurement.ts";
import { track } from "../processes.ts";

const ENTRY = new URL("../company.ts", import.meta.url).pathname;

const KINDS: readonly (keyof Company)[] = [
  "searchers",
  "uploads",
  "downloads",
  "newcomers",
  "comings",
  "backups",
  "readers",
  "pagers",
  "listeners",
  "returning",
  "logins",
];

/** A company that is ready. */
export interface StartedCompany {
  /** Has it begin, or go on. */
  begin(): void;
  /** Has it begin nothing more, and waits until what it has begun is done. */
  pause(): Promise<void>;
  /** Ends it, and returns how much it has done. */
  end(): Promise<Figures>;
}

/** Starts the company that the settings ask for, and waits until it has made ready; `undefined` where they ask for none. */
export async function startCompany(
  { port, log }: CompanyPlace,
  settings: Figures,
): Promise<StartedCompany | undefined> {
  const wanted = Object.fromEntries(KINDS.map((kind) => [kind, settings[kind] ?? 0]));
  if (Object.values(wanted).every((count) => count === 0)) return undefined;
  const args = ["run", "--allow-all", ENTRY, String(port), log, JSON.stringify(wanted)];
  const child = track(
    new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped", stderr: "inherit" }).spawn(),
  );
  const input = child.stdin.getWriter();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value: first = "" } = await output.read();
  if (!first.startsWith("ready")) throw new Error("the company could not begin");
  return {
    begin: () => void input.write(new TextEncoder().encode("begin\n")),
    async pause() {
      await input.write(new TextEncoder().encode("pause\n"));
      const { value = "" } = await output.read();
      if (!value.startsWith("paused")) throw new Error("the company has failed");
    },
    async end() {
      await input.close();
      let text = "";
      for (let part = await output.read(); !part.done; part = await output.read()) text += part.value;
      if (text === "") throw new Error("the company has failed");
      return readFigures(JSON.parse(text));
    },
  };
}

function readFigures(value: unknown): Figures {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, number]) => [name, Number(number)]));
}
