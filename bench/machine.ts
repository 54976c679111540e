/**
 * Facts of a run: machine and versions.
 *
 * @module
 */

import { runForOutput } from "./processes.ts";

/** Describes processor, system, Deno, commit and date, one a line. */
export async function describeMachine(): Promise<readonly string[]> {
  const commit =
    (await runForOutput("git", ["-C", import.meta.dirname ?? ".", "describe", "--always", "--dirty"], 5000)
      .catch(() => "")).trim();
  return [
    `- machine: ${processor()}, ${navigator.hardwareConcurrency} cores, ${memory()}`,
    `- system: ${Deno.build.os} ${Deno.osRelease()}, ${Deno.build.arch}`,
    `- Deno ${Deno.version.deno}, V8 ${Deno.version.v8}`,
    `- commit: ${commit === "" ? "none" : commit}`,
    `- date: ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC; load before the run: ${
      Deno.loadavg()[0]?.toFixed(2)
    }`,
  ];
}

function processor(): string {
  try {
    return /^model name\s*:\s*(.*)$/m.exec(Deno.readTextFileSync("/proc/cpuinfo"))?.[1] ??
      "unknown processor";
  } catch {
    return "unknown processor"; // Not Linux.
  }
}

function memory(): string {
  return `${Math.round(Deno.systemMemoryInfo().total / 2 ** 30)} GiB`;
}
