/**
 * `LAST_RUNS.md`: the last result of each long run that is a task of its own.
 *
 * @module
 */

import { runForOutput } from "./processes.ts";

const FILE = new URL("./LAST_RUNS.md", import.meta.url);

const HEAD = `# Last runs

Written by the tasks themselves at their end. \`bench\` and \`mutants\` have files of their own:
[RESULTS.md](RESULTS.md), [MUTANTS.md](MUTANTS.md).

| task | date | commit | result |
| ---- | ---- | ------ | ------ |
`;

/** Replaces the row of a task. */
export async function recordRun(task: string, result: string): Promise<void> {
  const folder = import.meta.dirname ?? ".";
  const commit = await runForOutput("git", ["-C", folder, "describe", "--always", "--dirty"], 5000).catch(
    () => "",
  );
  const row = [
    `\`${task}\``,
    new Date().toISOString().slice(0, 10),
    commit.trim(),
    result.replaceAll("|", "\\|"),
  ];
  const before = await Deno.readTextFile(FILE).catch(() => "");
  await Deno.writeTextFile(FILE, withRow(before, `| ${row.join(" | ")} |`));
  await runForOutput(Deno.execPath(), ["fmt", "--quiet", FILE.pathname], 20_000);
}

/** Returns the file with a row put in, in the place of an earlier row of the same task. */
export function withRow(before: string, row: string): string {
  const taskOf = (line: string): string => line.split("|")[1]?.trim() ?? "";
  const rows = before.split("\n").filter((line) => line.startsWith("| `") && taskOf(line) !== taskOf(row));
  return HEAD + [...rows, row].toSorted().join("\n") + "\n";
}
