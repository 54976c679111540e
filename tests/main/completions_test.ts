/** Completions and the manual page: that they are made, whole, and read by the shells that are here. */

import { assert, assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };

import { completionScript } from "../../main/completions.ts";
import { COMMAND_NAMES, FLAGS_OF, SHELLS } from "../../main/flags.ts";
import { manPage } from "../../main/man.ts";
import { COMMANDS, usageOf } from "../../protocol/commands.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";

/** Runs a shell with this script on its command line; `undefined` where there is no such shell. */
async function shell(name: string, script: string): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await new Deno.Command(name, { args: ["-c", script], stdin: "null" }).output();
    return new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

Deno.test("each shell's completions know every subcommand and each of its flags", () => {
  for (const name of SHELLS) {
    const script = completionScript(name, en);
    for (const command of COMMAND_NAMES) {
      assert(script.includes(command), `${name} ${command}`);
      for (const { name: flag } of FLAGS_OF[command]) {
        assert(script.includes(name === "fish" ? `-l ${flag}` : `--${flag}`), `${name} ${flag}`);
      }
    }
    assert(script.endsWith("\n"));
  }
});

Deno.test("bash completes subcommands, flags, their values, and what a subcommand takes", async () => {
  const ask = (...words: string[]): string =>
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${
      words.length - 1
    }; COMPREPLY=(); ` +
    `_chat; echo "\${COMPREPLY[@]}"`;
  const shown = await shell(
    "bash",
    [
      completionScript("bash", en),
      ask("chat", "se"),
      ask("chat", "server", "--dur"),
      ask("chat", "server", "--durability", ""),
      ask("chat", "completions", "f"),
      ask("chat", "tail", "--fo"),
      ask("chat", "--l"),
    ].join("\n"),
  );
  if (shown === undefined) return;
  assertEquals(shown.trimEnd().split("\n"), [
    "server send service",
    "--durability",
    "process power",
    "fish",
    "--follow",
    "--lang",
  ]);
});

Deno.test("zsh and fish can read theirs, in every language", async () => {
  for (const name of ["zsh", "fish"] as const) {
    for (const words of [en, it]) {
      const file = await Deno.makeTempFile();
      await Deno.writeTextFile(file, completionScript(name, words));
      const shown = await shell(name, `${name} -n '${file}'`);
      await Deno.remove(file);
      assertEquals(shown ?? "", "", name);
    }
  }
});

Deno.test("where a shell shows what flags are for, it is in the person's language", () => {
  for (const name of ["zsh", "fish"] as const) {
    assert(completionScript(name, it).includes(it.help.flag.follow), name);
    assert(!completionScript(name, it).includes(en.help.flag.follow), name);
  }
});

Deno.test("docs/chat.1 is what scripts/man.ts writes", async () => {
  const kept = await Deno.readTextFile(new URL("../../docs/chat.1", import.meta.url));
  assertEquals(kept, manPage(en, config.version), "run: deno run --allow-write=docs scripts/man.ts");
});

Deno.test("the manual page has every command, flag, key, setting and exit code, in every language", () => {
  const plain = (roff: string): string =>
    roff.replaceAll("\\-", "-").replaceAll("\\(dq", '"').replaceAll("\\e", "\\").replaceAll("\\&", "");
  for (const words of [en, it]) {
    const page = plain(manPage(words, "1"));
    for (const command of COMMAND_NAMES) {
      assert(page.includes(words.help[`${command}Intro`]), command);
      for (const { name } of FLAGS_OF[command]) assert(page.includes(`--${name}`), name);
    }
    for (const row of COMMANDS) {
      assert(page.includes(`.B ${words.usage(usageOf(row))}\n${row.help(words)}`), row.name);
    }
    for (const [key, meaning] of words.help.keys) assert(page.includes(`.B ${key}\n${meaning}`), key);
    for (const meaning of Object.values(words.client.settingsOf)) assert(page.includes(meaning), meaning);
    for (const meaning of Object.values(words.help.codes)) assert(page.includes(meaning), meaning);
  }
});
