/**
 * A command that is added by its two rows, in a copy of the sources: one row in `protocol/commands.ts`, one in
 * `server/core/commands.ts`, and nothing else in the code (a real one has its help sentence in the catalogue). It is then found at the client, at `nc`, on the page, in help, in
 * completion and in the manual page, and its types are right.
 */

import { assert, assertEquals } from "@std/assert";
import { NativePeer, PlainPeer } from "./support/peers.ts";
import { Program, runProgram } from "./support/program.ts";
import { TempFolder } from "./support/temp_folder.ts";

const HOUSE = new URL("../", import.meta.url);

/** What the program is made of. */
const SOURCES = [
  "client",
  "conversation",
  "main",
  "net",
  "protocol",
  "server",
  "typing",
  "web",
  "web_worker",
  "words",
];

/** The row of `protocol/commands.ts`. */
const ROW = `
  {
    name: "roll",
    aliases: ["made-up-roll"],
    args: [optional(NAME), text("[WORD]")],
    frontends: EVERYWHERE,
    requests: [
      {
        type: "roll",
        read: ({ room, sides }): { readonly type: "roll"; readonly room: string; readonly sides: string } | string =>
          typeof sides === "string" ? { type: "roll", room, sides } : "sides",
      },
    ],
    help: () => "roll a die of so many sides",
    toIntent: (rest, { room }) => send({ type: "roll", room, sides: rest }),
  },
`;

/** The row of `server/core/commands.ts`. */
const SERVER_ROW = `
  roll: {
    phase: "in",
    right: "look",
    run: (_, session, { room, sides }) =>
      session.reply({ type: "topic", room, topic: { text: \`a die of \${sides} sides\`, from: "dice", at: 0 } }),
  },
`;

/** Looks at the copy from inside: what the page makes of a typed line, what Tab does, what the manual page says. */
const PROBE = `
import { complete, parseLine } from "./typing.ts";
import { manPage } from "./main/man.ts";
import { en } from "./words/en.ts";

const typing = { target: { kind: "room", room: "tea" }, room: "tea", now: 0 } as const;
const context = { frontend: "page", typing, limits: { line: 1000, message: 1000 }, id: "a-1" } as const;
const tab = (text: string, frontend: "client" | "page") =>
  complete(text, text.length, { names: ["bob"], frontend }).choices;
console.log(JSON.stringify({
  page: parseLine("/Made-Up-Roll 6", context),
  names: [tab("/ro", "client").includes("/roll "), tab("/ro", "page").includes("/roll ")],
  argument: tab("/roll bo", "client"),
  manual: manPage(en, "1").includes(".B /roll [NAME] [WORD]\\nroll a die of so many sides"),
}));
`;

/** Copies the sources, with the two rows in them. */
async function copyWithRows(folder: string): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(HOUSE)) {
    if (isFile && /\.(?:ts|json|lock)$/.test(name)) {
      await Deno.copyFile(new URL(name, HOUSE), `${folder}/${name}`);
    }
  }
  for (const name of SOURCES) await copyFolder(new URL(`${name}/`, HOUSE), `${folder}/${name}`);
  await insert(`${folder}/protocol/commands.ts`, /\n] as const satisfies readonly CommandRow\[\];/, ROW);
  await insert(`${folder}/server/core/commands.ts`, /(?<=\nconst COMMANDS: [^\n]*)\n/, SERVER_ROW);
  await Deno.writeTextFile(`${folder}/probe.ts`, PROBE);
}

async function copyFolder(from: URL, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(new URL(`${name}/`, from), `${to}/${name}`);
    else await Deno.copyFile(new URL(name, from), `${to}/${name}`);
  }
}

/** Puts a row before the place in a file that a pattern finds, which must be there. */
async function insert(file: string, before: RegExp, row: string): Promise<void> {
  const text = await Deno.readTextFile(file);
  const { index } = before.exec(text) ?? {};
  assert(index !== undefined, `${file} has no table any more`);
  await Deno.writeTextFile(file, text.slice(0, index) + row + text.slice(index));
}

/** Runs a command to its end, however long that takes: types of all the sources are checked from nothing. */
async function output(
  [file = "", ...args]: readonly string[],
): Promise<{ readonly success: boolean; readonly stdout: string; readonly stderr: string }> {
  const { success, stdout, stderr } = await new Deno.Command(file, {
    args,
    stdin: "null",
    env: { NO_COLOR: "1" },
  })
    .output();
  const decoder = new TextDecoder();
  return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("a made-up command is added by its two rows, and is there at client, nc, page, help and completion", async () => {
  using folder = new TempFolder();
  await copyWithRows(folder.path);
  const config = folder.file("deno.json");
  const deno = (...args: string[]): string[] => [Deno.execPath(), ...args];
  const chat = (...args: string[]): string[] =>
    deno("run", "-A", "--no-check", "--config", config, folder.file("main.ts"), ...args);

  const [types, probe] = await Promise.all([
    output(deno("check", "--config", config, folder.file("probe.ts"), folder.file("server.ts"))),
    output(deno("run", "-A", "--no-check", "--config", config, folder.file("probe.ts"))),
  ]);
  assert(types.success, types.stderr);
  assertEquals(JSON.parse(probe.stdout || "{}"), {
    page: { kind: "send", frame: { type: "roll", room: "tea", sides: "6" } },
    names: [true, true],
    argument: ["bob"],
    manual: true,
  }, probe.stderr);

  await using server = new Program(chat("server", "--port", "0", "--ephemeral", "--no-web", "--quiet"));
  const [port, help] = await Promise.all([
    server.waitForOutput(/127\.0\.0\.1:(\d+)/).then(Number),
    runProgram(chat("client", "--help")),
  ]);
  assert(/\n {2}\/roll \[NAME\] \[WORD\] +roll a die of so many sides\n/.test(help.stdout), help.stdout);

  const eve = new PlainPeer(await Deno.connect({ port }));
  await eve.enter("eve");
  await eve.say("/made-up-roll 6");
  await eve.waitForText("a die of 6 sides");
  await eve.say("/help roll");
  await eve.waitForText("/roll [NAME] [WORD]  roll a die of so many sides");

  const bot = new NativePeer(await Deno.connect({ port }));
  await bot.enter("bot");
  await bot.send('{"type":"roll"}\n');
  const refused = await bot.waitForFrame("error");
  assert(refused.code === "bad-field" && refused.field === "sides", refused.text);

  await using client = new Program(
    chat("client", "--port", String(port), "--name", "ada", "--plain"),
  );
  await client.write("/roll 20\n");
  await client.waitForOutput(/a die of 20 sides/);
  await Promise.all([eve.close(), bot.close()]);
});
