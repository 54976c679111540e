/** `chat status`: what an operator, a script and a health check get to know. */

import { assert, assertEquals } from "@std/assert";
import { statusText } from "../../main/status_command.ts";
import { parseStatus, type ServerStatus } from "../../server.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { FROM_SOURCE, Program, type ProgramResult, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const NOTHING = { stdout: "", stderr: "" };

const WELL: ServerStatus = {
  v: 1,
  version: "1.2.3",
  pid: 42,
  since: "2026-01-02T03:00:00.000Z",
  title: "Tea",
  address: "0.0.0.0:53000",
  fingerprint: "sha256//x",
  takesMessages: true,
  lastStored: "2026-01-02T04:59:58.000Z",
  connections: { native: 2, irc: 0, plain: 1 },
  members: 3,
  rooms: 2,
  outboxBytes: 0,
  messagesStored: 7,
  turns: { p50: 0.25, p99: 1.5, longest: 12 },
  data: { path: "/srv/chat.db", bytes: 5_242_880, freeBytes: 3 * 1024 ** 3 },
  index: { lag: 0, isUp: true, restarts: 0 },
  logLinesDropped: 0,
};

const AT = Date.parse("2026-01-02T05:00:00.000Z");

function status(data: string, ...args: readonly string[]): Promise<ProgramResult> {
  return runProgram([...FROM_SOURCE, "status", "--data", data, ...args]);
}

Deno.test("a server that runs is asked by the file that it keeps, and one that was killed is nobody", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  assertEquals(await status(data), { ...NOTHING, code: 3, stderr: `${en.status.nobody(data)}\n` });
  const server = new Program([...FROM_SOURCE, "server", "--port", "0", "--data", data, "--title", "Tea"]);
  await using _ = server;
  const port = await server.waitForOutput(/127\.0\.0\.1:(\d+)/);
  const [text, json, quiet] = await Promise.all([
    status(data),
    status(data, "--json"),
    status(data, "--quiet"),
  ]);
  assert(
    new RegExp(`^open +"Tea" at 127\\.0\\.0\\.1:${port}, for .* \\(chat `).test(text.stdout),
    text.stdout,
  );
  const told = parseStatus(json.stdout);
  assertEquals([told?.title, told?.takesMessages, told?.data?.path], ["Tea", true, data]);
  assert((told?.data?.freeBytes ?? 0) > 0, json.stdout); // Although it has given up almost every right.
  assertEquals([text.code, json.code, quiet], [0, 0, { ...NOTHING, code: 0 }]);
  await server.kill();
  assertEquals((await status(data, "--quiet")).code, 3);
});

Deno.test("a server that keeps nothing is asked beside one that does", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const start = (...args: readonly string[]): Program =>
    new Program([...FROM_SOURCE, "server", "--port", "0", "--data", data, "--quiet", ...args]);
  await using ephemeral = start("--ephemeral", "--title", "Water");
  await ephemeral.waitForOutput(/127\.0\.0\.1:(\d+)/);
  assertEquals(parseStatus((await status(data, "--json")).stdout)?.title, "Water");
  await using kept = start("--title", "Tea");
  await kept.waitForOutput(/127\.0\.0\.1:(\d+)/);
  assertEquals(parseStatus((await status(data, "--json")).stdout)?.title, "Tea");
});

Deno.test("without a page, machines are still told whether the server is alive and takes messages", async () => {
  await using server = new Program([...FROM_SOURCE, "server", "--port", "0", "--ephemeral", "--no-web"]);
  const port = await server.waitForOutput(/127\.0\.0\.1:(\d+)/);
  const statuses = await Promise.all(["/healthz", "/readyz", "/"].map(async (path) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    await response.body?.cancel();
    return response.status;
  }));
  assertEquals(statuses, [200, 200, 404]);
});

Deno.test("an answer is shown a row each, and what there is nothing to say of has none", () => {
  assertEquals(
    statusText(WELL, en, AT),
    [
      'open         "Tea" at 0.0.0.0:53000, for 2 h (chat 1.2.3, process 42)',
      "messages     taken; 7 stored since then, the last 2 seconds ago",
      "here         3 people in 2 rooms",
      "connections  2 native, 1 plain",
      "turns        half of them below 0.25 ms, 99 % below 1.5 ms, the longest 12 ms",
      "file         /srv/chat.db, 5.0 MiB; 3.0 GiB free",
      "index        has all that was said",
    ].join("\n"),
  );
  const asked = statusText({ ...WELL, connections: { native: 2, none: 1 } }, en, AT);
  assert(asked.includes("\nconnections  2 native, 1 on its way in\n"), asked);
  const { data: _data, lastStored: _last, ...rest } = WELL;
  const unwell: ServerStatus = {
    ...rest,
    takesMessages: false,
    connections: {},
    outboxBytes: 2048,
    index: { lag: 0, isUp: false, restarts: 3 },
    logLinesDropped: 5,
  };
  assertEquals(
    statusText(unwell, it, AT),
    [
      'aperta       "Tea" su 0.0.0.0:53000, da 2 h (chat 1.2.3, processo 42)',
      "messaggi     per ora non si possono conservare: guarda il log del server",
      "presenti     3 persone in 2 stanze",
      "connessioni  nessuna",
      "turni        metà sotto 0,25 ms, il 99 % sotto 1,5 ms, il più lungo 12 ms",
      "in attesa    2,0 KiB non ancora letti da chi è nella stanza",
      "registro     non si conserva nulla",
      "indice       il suo thread non c'è, ed è stato riavviato 3 volte",
      "righe        5 righe di log perse, perché nessuno le ha lette in tempo",
    ].join("\n"),
  );
});

Deno.test("an answer of another version, or one that is none, is not read", () => {
  assertEquals(parseStatus(JSON.stringify(WELL)), WELL);
  const wrong: readonly object[] = [
    { ...WELL, v: 2 },
    { ...WELL, members: "3" },
    { ...WELL, connections: { native: "2" } },
    { ...WELL, turns: {} },
    { ...WELL, data: {} },
    [],
  ];
  for (const one of wrong) assertEquals(parseStatus(JSON.stringify(one)), undefined, JSON.stringify(one));
  assertEquals(parseStatus("dance"), undefined);
});
