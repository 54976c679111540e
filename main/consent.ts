/**
 * Asking somebody at the terminal whether they mean it.
 *
 * @module
 */

import type { Output } from "./output.ts";

/**
 * Asks for a yes.
 *
 * @param yes The words that are one, with spaces between them.
 * @returns Whether it was one; nothing where nobody can be asked.
 */
export async function consent(question: string, yes: string, stdout: Output): Promise<boolean | undefined> {
  if (!Deno.stdin.isTerminal()) return undefined;
  await stdout.flush();
  const answer = prompt(question.trimEnd());
  return yes.split(" ").includes(answer?.trim().toLowerCase() ?? "");
}
