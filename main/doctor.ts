/**
 * `chat doctor`: looks at everything that a server needs, and says what to do about what is wrong.
 *
 * Owns: what is looked at, how it is judged, and how findings are shown.
 * Must not know: how a server works; it is asked, and its log is read, through `server.ts`.
 * Called by: `main.ts`.
 * On close: nothing; it leaves nothing behind.
 *
 * @module
 */

import type { FileCommandContext } from "./archive_command.ts";
import type { FlagValues } from "./arguments.ts";
import { examine } from "./doctor/examine.ts";
import type { Finding } from "./doctor/facts.ts";
import { judge } from "./doctor/judge.ts";
import { type Env, languageTag } from "./environment.ts";
import { ExitCode } from "./exit.ts";
import { DOCTOR_FLAGS } from "./flags.ts";
import { folderFor } from "./folders.ts";
import type { Words } from "../words/en.ts";

/** What the command needs besides its flags. */
export interface DoctorContext extends FileCommandContext {
  readonly version: string;
  readonly env: Env;
}

/** Runs `chat doctor`. Resolves to the exit code: 6 when something is in the way of a server, as it is of that. */
export async function runDoctor(given: FlagValues, context: DoctorContext): Promise<number> {
  const { words, stdout, stderr, dataFile, version, env } = context;
  const flags = DOCTOR_FLAGS;
  const path = given.value(flags.data) ?? dataFile;
  if (path === "") {
    stderr.print(`${words.store.nowhere}\n`);
    return ExitCode.data;
  }
  const facts = await examine({
    version,
    path,
    host: given.value(flags.host),
    port: given.value(flags.port),
    maxClients: given.value(flags.maxClients),
    stateFolder: folderFor("state", Deno.build.os, env),
    locale: languageTag(undefined, (name) => name === "CHAT_LANG" ? undefined : env(name), ""),
    isOldConsole: Deno.build.os === "windows" && Deno.stdout.isTerminal() && env("WT_SESSION") === undefined,
    origins: given.value(flags.webOrigin) ?? [],
  }, words);
  const findings = judge(facts, words);
  const isGood = findings.every(({ state }) => state !== "bad");
  const shown = given.isOn(flags.json)
    ? JSON.stringify({ v: 1, ok: isGood, findings })
    : findingsText(findings, words);
  stdout.print(`${shown}\n`);
  return isGood ? ExitCode.ok : ExitCode.data;
}

/** Shows findings, a row each, with the remedies below what they are for, and what it all comes to. */
export function findingsText(findings: readonly Finding[], { doctor }: Words): string {
  const width = Math.max(...Object.values(doctor.states).map((word) => word.length));
  const rows = findings.flatMap(({ state, says, remedy }) => [
    `${doctor.states[state].padEnd(width)}  ${says}`,
    ...(remedy === undefined ? [] : [`${" ".repeat(width + 2)}${doctor.remedy(remedy)}`]),
  ]);
  const count = (wanted: Finding["state"]): number => findings.filter(({ state }) => state === wanted).length;
  const [bad, warnings] = [count("bad"), count("warn")];
  return [...rows, "", bad + warnings === 0 ? doctor.allGood : doctor.found(bad, warnings)].join("\n");
}
