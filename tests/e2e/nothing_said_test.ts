/** Whatever is said, at whichever door, stands in no log line, in no metric and in no answer to the operator. */

import { assert, assertEquals } from "@std/assert";
import { systemClock } from "../../net/clock.ts";
import { askServer, createBotToken, type LogStyle, makeLogger, readRunFile } from "../../server.ts";
import { en } from "../../words/en.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";

/** A word that is in everything that is said here, and in nothing else. */
const SAID = "zabaione";

/** Says something in every way that there is. */
async function sayEverything(server: TestServer, token: string): Promise<void> {
  const ada = await server.native("ada");
  const bob = await server.plain("bob");
  const frames: readonly object[] = [
    { type: "say", room: "lobby", text: `${SAID} said` },
    { type: "say", room: "lobby", text: `${SAID} done`, action: true },
    { type: "say", room: "nowhere", text: `${SAID} in no room` },
    { type: "say", room: "lobby", text: SAID.repeat(1000) },
    { type: "topic", room: "lobby", text: `${SAID} topic` },
    { type: "private", to: "bob", text: `${SAID} private` },
    { type: "private", to: "nobody", text: `${SAID} to nobody` },
    { type: "away", why: `${SAID} away` },
    { type: "search", query: `${SAID} search` },
    { type: "mod", do: "report", room: "lobby", name: "bob", why: `${SAID} report` },
  ];
  for (const frame of frames) await ada.send(`${JSON.stringify(frame)}\n`);
  await bob.send(`/msg ada ${SAID} at nc\n${SAID} in the room\n/${SAID}\n/search ${SAID}\n`);
  const headers = { authorization: `Bearer ${token}`, "content-type": "text/plain" };
  const posted = await server.fetch("/say?room=lobby", { method: "POST", headers, body: `${SAID} posted` });
  await posted.text();
  const nowhere = await server.fetch(`/${SAID}`);
  await nowhere.text();
  const wrong = await server.fetch("/say", {
    method: "POST",
    headers: { authorization: "Bearer x" },
    body: SAID,
  });
  await wrong.text();
  await bob.waitForText("ada");
  await ada.send(`{"type":"quit","word":"${SAID} bye"}\n${SAID} no frame\n`);
  await server.waitForLog("left");
  await bob.send(`/quit ${SAID} bye\n`);
  await server.waitForLog("left", 2);
}

Deno.test("nothing of what was said is in a log line of either kind, in the metrics, or in what the operator is told", async () => {
  using folder = new TempFolder();
  const [data, runFile] = [folder.file("chat.db"), folder.file("run")];
  await using server = await startServer({ data, runFile, hasMetrics: true, isEncrypted: false });
  const made = createBotToken(data, "ci", "guest", server.clock.now());
  assert(made.isMade);
  await sayEverything(server, made.token);
  const told: string[] = [];
  for (const style of ["text", "json"] satisfies readonly LogStyle[]) {
    const log = makeLogger(style, en, (line) => told.push(line));
    for (const event of server.logged) log(event);
  }
  assert(told.length > 10 && told.some((line) => line.includes("ada left")), told.join(""));
  const { port = 0 } = server.running.metrics ?? {};
  const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
  const facts = readRunFile(runFile);
  assert(facts !== undefined);
  const status = await askServer(facts, { command: "status", within: 10_000 }, systemClock);
  assert(status.kind === "answer");
  for (const text of [...told, await metrics.text(), status.text]) assert(!text.includes(SAID), text);
  assertEquals(new TextDecoder().decode(Deno.readFileSync(`${data}-wal`)).includes(SAID), true); // It was said.
});
