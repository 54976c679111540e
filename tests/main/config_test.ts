/** Settings in a file: what can stand there, what counts more, and what a mistake is told. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseCommandLine, UsageError } from "../../main/arguments.ts";
import type { Env } from "../../main/environment.ts";
import { CONFIG_ROWS, parseConfig } from "../../main/config_file.ts";
import { SERVER_FLAGS } from "../../main/flags.ts";
import { Configuration } from "../../main/rereading.ts";
import { en } from "../../words/en.ts";
import { FROM_SOURCE, Program, type ProgramResult, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { NativePeer } from "../support/peers.ts";

function chat(...args: readonly string[]): Promise<ProgramResult> {
  return runProgram([...FROM_SOURCE, ...args]);
}

function givenBy(line: string, env: Env = () => undefined) {
  const asked = parseCommandLine(line.split(" "), env, en);
  assert(asked.kind === "run");
  return asked.given;
}

function refusal(text: string): string {
  return assertThrows(() => parseConfig(text, "a.json", en), UsageError).message;
}

Deno.test("a flag counts more than the environment, and that more than the file", () => {
  const values = parseConfig(
    '{ "port": 6001, "host": "192.0.2.1", "title": "Tea", "quiet": true }',
    "a.json",
    en,
  );
  const env: Env = (name) => name === "CHAT_HOST" ? "192.0.2.2" : undefined;
  const given = givenBy("server --port 6003", env).beneath({ path: "a.json", values });
  assertEquals(
    [given.value(SERVER_FLAGS.port), given.value(SERVER_FLAGS.host), given.value(SERVER_FLAGS.title)],
    [6003, "192.0.2.2", "Tea"],
  );
  assertEquals([given.isOn(SERVER_FLAGS.quiet), given.isOn(SERVER_FLAGS.noWeb)], [true, false]);
});

Deno.test("every flag of a server but a few can stand in a file, lists and switches too", () => {
  const names = CONFIG_ROWS.map(({ name }) => name);
  assert(names.includes("keep") && names.includes("trust-proxy") && names.length > 40);
  for (const name of ["config", "door", "lang", "help", "version"]) assert(!names.includes(name), name);
  assertEquals(
    parseConfig('{"trust-proxy": ["10.0.0.0/8", "::1"], "no-web": false, "rate": 2.5}', "a.json", en),
    { "trust-proxy": "10.0.0.0/8,::1", rate: "2.5" },
  );
});

Deno.test("what is wrong with a file is one sentence, with the setting that was probably meant", () => {
  const { config } = en;
  assertEquals(refusal('{"prot": 1}'), config.unknown("a.json", "prot", "port"));
  assertEquals(refusal('{"--max-client": 1}'), config.unknown("a.json", "--max-client", "max-clients"));
  assertEquals(refusal('{"zzzzzz": 1}'), config.unknown("a.json", "zzzzzz", undefined));
  assertEquals(refusal('{"quiet": "yes"}'), config.notSwitch("a.json", "quiet"));
  for (const value of ["null", "true", "{}", "[1]"]) {
    assertEquals(refusal(`{"port": ${value}}`), config.notValue("a.json", "port"));
  }
  for (const text of ["[]", "1", "null"]) assertEquals(refusal(text), config.notObject("a.json"));
  assert(refusal("{").startsWith("a.json is no JSON: "));
});

Deno.test("a file is checked before it is used", async () => {
  using folder = new TempFolder();
  const file = folder.file("chat.json");
  const check = async (text: string): Promise<ProgramResult> => {
    Deno.writeTextFileSync(file, text);
    return await chat("config", "check", file);
  };
  assertEquals(await check('{"port": 6000, "quiet": true}'), {
    code: 0,
    stdout: `${en.config.good(file, 2)}\n`,
    stderr: "",
  });
  const wrong = en.cli.badValue(en.config.source(file, "port"), "70000", en.cli.expected.port);
  assertEquals(await check('{"port": 70000}'), { code: 2, stdout: "", stderr: `${wrong}\n` });
  const alone = await check('{"tls-cert": "a.pem"}');
  assertEquals([alone.code, alone.stderr], [2, `${en.identity.needBoth}\n`]);
  assertEquals((await chat("config", "check", folder.file("none"))).code, 2);
  for (const args of [[], ["check"]]) {
    assertEquals((await chat("config", ...args)).stderr, `${en.config.missing}\n`);
  }
  assertEquals((await chat("server", "--config", folder.file("none"))).code, 2);
});

Deno.test("read again, what may change is told from what counts only after a restart, each time against the start", () => {
  using folder = new TempFolder();
  const file = folder.file("chat.json");
  const write = (settings: object): void => Deno.writeTextFileSync(file, JSON.stringify(settings));
  write({ port: 6000, keep: "90d" });
  const parts = { given: givenBy("server --max-rooms 7"), path: file, dataFile: "chat.db", words: en };
  const configuration = new Configuration(parts);
  const reread = (): unknown => {
    const read = configuration.reread();
    return read.kind === "refused" ? read.sentence : { changed: read.changed, later: read.later };
  };
  assertEquals(reread(), { changed: [], later: [] });
  write({ port: 6001, keep: "30d", "max-rooms": 9, "web-origin": "https://a.example" }); // A flag rules over one of them.
  assertEquals(reread(), { changed: ["--keep", "--web-origin"], later: ["--port"] });
  assertEquals(reread(), { changed: [], later: ["--port"] });
  write({ prot: 1 });
  assertEquals(reread(), en.config.unknown(file, "prot", "port"));
  write({ port: 6000, keep: "30d" });
  assertEquals(reread(), { changed: ["--web-origin"], later: [] });
});

Deno.test("a running server changes what may change, on chat reload and on SIGUSR2, and a mistake changes nothing", async () => {
  using folder = new TempFolder();
  const [file, data] = [folder.file("chat.json"), folder.file("chat.db")];
  const write = (settings: object): void => Deno.writeTextFileSync(file, JSON.stringify(settings));
  const start = { port: 0, data, log: "json", "max-clients": 1 };
  write(start);
  await using server = new Program([...FROM_SOURCE, "server", "--config", file]);
  const port = Number(await server.waitForOutput(/127\.0\.0\.1:(\d+)/));
  const enter = async (name: string): Promise<NativePeer> => {
    const peer = new NativePeer(await Deno.connect({ hostname: "127.0.0.1", port }));
    await peer.send(`{"type":"hello","version":1,"name":"${name}"}\n`);
    return peer;
  };
  const ada = await enter("ada");
  await ada.waitForText('"welcome"');
  const bob = await enter("bob");
  await bob.waitForText('"full"');
  write({ ...start, "max-clients": 5, title: "Tea" });
  const reload = (): Promise<ProgramResult> => chat("reload", "--data", data);
  assertEquals(await reload(), {
    code: 0,
    stdout: `${en.reload.changed(["--max-clients"])}\n${en.reload.later(["--title"])}\n`,
    stderr: "",
  });
  const again = await enter("bob");
  await again.waitForText('"welcome"');
  await server.waitForOutput(
    /"event":"reloaded","changed":\["--max-clients"\],"later":\["--title"\]/,
    "stderr",
  );
  write({ ...start, "max-cliens": 5 });
  const refused = await reload();
  assertEquals(refused, {
    code: 2,
    stdout: "",
    stderr: `${en.config.unknown(file, "max-cliens", "max-clients")}\n`,
  });
  write({ ...start, "max-clients": 5, log: "text" });
  server.signal("SIGUSR2");
  await server.waitForOutput(/the configuration was read again \(changed: --log;/, "stderr");
  for (const peer of [ada, bob, again]) await peer.close();
});

Deno.test("without a file there is nothing to read again, and without a server nobody to do it", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  assertEquals(await chat("reload", "--data", data), {
    code: 3,
    stdout: "",
    stderr: `${en.status.nobody(data)}\n`,
  });
  await using server = new Program([...FROM_SOURCE, "server", "--port", "0", "--data", data]);
  await server.waitForOutput(/127\.0\.0\.1:(\d+)/);
  assertEquals(await chat("reload", "--data", data), {
    code: 2,
    stdout: "",
    stderr: `${en.reload.noConfig}\n`,
  });
});
