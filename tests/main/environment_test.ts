/** What the environment says, and that the program may read just that. */

import { assert, assertEquals } from "@std/assert";
import {
  type Env,
  ENVIRONMENT,
  type EnvVariable,
  languageTag,
  programName,
  suggestedName,
  usesColor,
} from "../../main/environment.ts";
import { folderFor } from "../../main/folders.ts";
import { pickWords } from "../../words/pick.ts";
import config from "../../deno.json" with { type: "json" };

function envOf(variables: { readonly [Name in EnvVariable]?: string }): Env {
  return (name) => variables[name];
}

const { tasks, permissions } = config;

Deno.test("every task that is the program, and the binary, have the same permissions, no more than is needed, and run alike", () => {
  assertEquals(permissions, {
    default: {
      net: true,
      sys: ["networkInterfaces", "hostname", "statfs", "setPriority"],
      read: true,
      write: true,
      run: ["/bin/kill", "/bin/ps"],
      env: [...ENVIRONMENT],
    },
  });
  const clustered = ["--import-map=server/cluster/imports.json", "--lock=cluster.lock"];
  for (
    const [{ command }, packages] of [
      [tasks.start, []],
      [tasks.chat, []],
      [tasks.cluster, clustered],
      [tasks.compile, clustered],
    ] as const
  ) {
    const flags = command.split(" ").filter((word) =>
      /^(--allow|--deny|--no-prompt|--v8-flags|--lock|--import-map|-A|-P)/.test(word)
    );
    assertEquals(flags, ["-P", "--no-prompt", ...packages, "--v8-flags=--max-semi-space-size=4"]);
  }
});

Deno.test("who starts it from its source sees the room, not the flags that it is run with", () => {
  assert(tasks.start.command.length < 120, tasks.start.command);
});

Deno.test("no task gives the program everything: only tests and bench, which drive other programs, may do all", () => {
  const programs = Object.values(tasks).filter(({ command }) => !/ bench\/|^deno test /.test(command));
  for (const { command } of programs) assert(!/ (-A|--allow-all)\b/.test(command), command);
});

Deno.test("the language is the flag's, else CHAT_LANG's, else the locale's, else the machine's", () => {
  const all = { CHAT_LANG: "a", LC_ALL: "b", LC_MESSAGES: "c", LANG: "d" };
  assertEquals(languageTag("it", envOf(all), "e"), "it");
  assertEquals(languageTag(undefined, envOf(all), "e"), "a");
  assertEquals(languageTag(undefined, envOf({ LC_ALL: "b", LC_MESSAGES: "c", LANG: "d" }), "e"), "b");
  assertEquals(languageTag(undefined, envOf({ LC_MESSAGES: "c", LANG: "d" }), "e"), "c");
  assertEquals(languageTag(undefined, envOf({ LANG: "d" }), "e"), "d");
  assertEquals(languageTag(undefined, envOf({}), "e"), "e");
});

Deno.test("Italian is for whoever says it, English for everyone else", () => {
  for (const tag of ["it", "it_IT.UTF-8", "IT-ch"]) assertEquals(pickWords(tag).lang, "it");
  for (const tag of ["en", "C", "C.UTF-8", "de_DE", ""]) assertEquals(pickWords(tag).lang, "en");
});

Deno.test("colours: NO_COLOR wins over FORCE_COLOR, and that over what the output is", () => {
  assert(usesColor(false, envOf({}), true));
  assert(!usesColor(false, envOf({}), false));
  assert(!usesColor(false, envOf({ TERM: "dumb" }), true));
  assert(usesColor(false, envOf({ FORCE_COLOR: "1" }), false));
  assert(!usesColor(false, envOf({ FORCE_COLOR: "0" }), true));
  assert(!usesColor(false, envOf({ FORCE_COLOR: "1", NO_COLOR: "1" }), true));
  assert(!usesColor(true, envOf({ FORCE_COLOR: "1" }), true));
});

Deno.test("the name that is offered is the person's on this machine, when it can be one", () => {
  assertEquals(suggestedName(envOf({ USER: "ada", USERNAME: "b" })), "ada");
  assertEquals(suggestedName(envOf({ USERNAME: "b" })), "b");
  assertEquals(suggestedName(envOf({ LOGNAME: "c" })), "c");
  assertEquals(suggestedName(envOf({ USER: "ada lovelace" })), "");
  assertEquals(suggestedName(envOf({})), "");
});

Deno.test("the banner tells others to start the program as its own person did", () => {
  const of = (npm_command?: string, binary?: string, os?: "linux" | "windows"): string =>
    programName(binary, envOf(npm_command === undefined ? {} : { npm_command }), "2.9.6", os);
  assertEquals(of("exec", "/home/ada/chat", "linux"), "./chat");
  assertEquals(of(undefined, "/home/ada/Downloads/chat-linux-x64", "linux"), "./chat-linux-x64");
  for (const folder of ["/usr/bin", "/usr/local/bin", "/home/ada/.local/bin"]) {
    assertEquals(of(undefined, `${folder}/chat`, "linux"), "chat", "it was installed");
  }
  assertEquals(of(undefined, "/usr/bin/mine/chat", "linux"), "./chat");
  assertEquals(of(undefined, "/chat", "linux"), "/chat", "in a container");
  assertEquals(
    of(undefined, "C:\\Tea\\chat-windows-x64.exe", "windows"),
    ".\\chat-windows-x64",
    "cmd.exe knows no ./",
  );
  assertEquals(of("exec"), "npx -y deno@2.9.6 task chat");
  assertEquals(of("run-script"), "deno task chat");
  assertEquals(of(), "deno task chat");
});

Deno.test("what is kept for a person lies where their system has such things, written as it is there", () => {
  const windows = {
    APPDATA: "C:\\Users\\ada\\AppData\\Roaming",
    LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local",
  };
  assertEquals(folderFor("data", "windows", envOf(windows)), "C:\\Users\\ada\\AppData\\Local\\chat");
  assertEquals(folderFor("config", "windows", envOf(windows)), "C:\\Users\\ada\\AppData\\Roaming\\chat");
  assertEquals(folderFor("data", "linux", envOf({ HOME: "/home/ada" })), "/home/ada/.local/share/chat");
  assertEquals(folderFor("data", "linux", envOf({ HOME: "/home/ada", XDG_DATA_HOME: "/srv" })), "/srv/chat");
  assertEquals(
    folderFor("state", "darwin", envOf({ HOME: "/Users/ada" })),
    "/Users/ada/Library/Application Support/chat",
  );
  assertEquals(folderFor("data", "linux", envOf({})), undefined);
});
