/**
 * `deno task compat`: clients, pages and log files of an earlier commit meet this checkout's, and the other way round.
 * Needs that commit in the repository's history, `script` and Chromium.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { recordRun } from "../../bench/last_runs.ts";
import { TestBrowser } from "../support/test_browser.ts";
import { Program, runProgram } from "../support/program.ts";
import { Pty } from "../support/pty.ts";
import { TempFolder } from "../support/temp_folder.ts";
import {
  commandOf,
  COMMIT,
  enterPipe,
  runVersion,
  startVersion,
  storedTexts,
  type Version,
  writeFrame,
} from "./versions.ts";

/** A server and a client of the other version; or the version before a restart and the one after it. */
const PAIRS: readonly (readonly [Version, Version])[] = [["new", "old"], ["old", "new"]];

const passed: string[] = [];
const failed: string[] = [];

/** Registers a check whose outcome is counted. */
function check(name: string, fn: () => Promise<void>): void {
  Deno.test(name, async () => {
    failed.push(name);
    await fn();
    failed.pop();
    passed.push(name);
  });
}

for (const [server, client] of PAIRS) {
  const pair = `${client} client, ${server} server`;

  check(`${pair}: a pipe talks, joins, searches, reads the past and writes to one member`, async () => {
    using folder = new TempFolder();
    const { program, port } = await startVersion(server, folder.file("chat.db"));
    await using _server = program;
    await using ada = await enterPipe(client, port, "ada");
    await using bob = await enterPipe(server, port, "bob");
    await using nc = new Program(["nc", "127.0.0.1", String(port)]);
    await nc.waitForOutput(/name/);
    await nc.write("carla\n");
    await ada.waitForOutput(/"type":"joined"[^\n]*"carla"/);
    await ada.write("ciao ☕\n");
    await bob.waitForOutput(/"from":"ada"[^\n]*"text":"ciao ☕"/);
    await nc.waitForOutput(/ada: ciao ☕/);
    await bob.write("hello\n");
    await ada.waitForOutput(/"from":"bob"[^\n]*"text":"hello"/);
    for (const one of [ada, bob]) {
      await writeFrame(one, { type: "join", room: "tea" });
      await one.waitForOutput(/"type":"entered"[^\n]*"room":"tea"/);
    }
    await writeFrame(ada, { type: "topic", room: "tea", text: "leaves" });
    await bob.waitForOutput(/"room":"tea"[^\n]*leaves/);
    await writeFrame(ada, { type: "private", to: "bob", text: "for you alone" });
    await bob.waitForOutput(/"type":"private"[^\n]*for you alone/);
    await ada.waitForOutput(/"type":"delivered"/);
    await writeFrame(ada, { type: "search", query: "hello" });
    await ada.waitForOutput(/"type":"found"/);
    await writeFrame(ada, { type: "history", room: "lobby", limit: 10 });
    await ada.waitForOutput(/"type":"history"/);
    await writeFrame(ada, { type: "nick", name: "adele" });
    await bob.waitForOutput(/"type":"renamed"[^\n]*"adele"/);
    await writeFrame(ada, { type: "who", room: "lobby" });
    await ada.waitForOutput(/"type":"members"/);
    await writeFrame(ada, { type: "quit" });
    await bob.waitForOutput(/"type":"left"[^\n]*"adele"[^\n]*"reason":"left"/);
    assertEquals((await ada.waitForExit()).code, 0);
    await nc.write("{quit}\n");
    await nc.waitForOutput(/Goodbye\.\n$/);
  });

  check(`${pair}: a terminal enters, talks, searches and leaves`, async () => {
    using folder = new TempFolder();
    const { program, port } = await startVersion(server, folder.file("chat.db"));
    await using _server = program;
    await using bob = await enterPipe(server, port, "bob");
    const chat = (await commandOf(client)).join(" ");
    await using ada = new Pty(`$CHAT client --port ${port} --name ada`, 70, 20, { CHAT: chat });
    await bob.waitForOutput(/"type":"joined"[^\n]*"ada"/);
    await ada.press("from the terminal\r");
    await bob.waitForOutput(/"from":"ada"[^\n]*"text":"from the terminal"/);
    await bob.write("seen by ada\n");
    await ada.waitForText("<bob> seen by ada");
    await ada.press("/msg bob psst\r");
    await bob.waitForOutput(/"type":"private"[^\n]*psst/);
    await ada.press("/search terminal\r");
    await ada.waitForText("--- 1 found");
    await ada.press("/join #tea\r");
    await ada.press("in tea\r");
    await writeFrame(bob, { type: "join", room: "tea" });
    await bob.waitForOutput(/"room":"tea"[^\n]*"text":"in tea"/);
    await ada.press("/quit so long\r");
    await ada.waitForMatch(/(Goodbye\.)/);
    await bob.waitForOutput(/"type":"left"[^\n]*so long/);
    await ada.waitForExit();
  });

  check(`${pair}: scripts send, tail, ask and post with a token`, async () => {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    const { program, port } = await startVersion(server, data);
    await using _server = program;
    const at = ["--port", String(port)];
    const sent = await runProgram([...await commandOf(client), "client", ...at, "--name", "bot"], {
      input: "one\ntwo\n",
    });
    assertEquals([sent.code, sent.stderr], [0, ""]);
    await runVersion(client, "send", "three", ...at);
    const tail = await runVersion(client, "tail", ...at);
    for (const text of ["one", "two", "three"]) assert(tail.includes(text), tail);
    // A log is of its server's version: an older chat does not open a newer one, and a newer one brings an older up to date.
    const token = (await runVersion(server, "token", "new", "deploy", "--data", data)).match(/\b[\w-]{20,}\b/)
      ?.[0];
    const answer = await fetch(`http://127.0.0.1:${port}/say`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: "four",
    });
    assertEquals([answer.ok, (await answer.text()) !== ""], [true, true]);
    assertEquals(await storedTexts(server, data), ["one", "two", "three", "four"]);
  });
}

check(
  "an older client that is banned ends, as a pipe and at a terminal, and does not come back",
  async () => {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    const { program, port } = await startVersion("new", data);
    await using _server = program;
    await using bob = await enterPipe("new", port, "bob");
    await using ada = await enterPipe("old", port, "ada");
    await using eve = new Pty(`$CHAT client --port ${port} --name eve`, 70, 20, {
      CHAT: (await commandOf("old")).join(" "),
    });
    await bob.waitForOutput(/"type":"joined"[^\n]*"eve"/);
    for (const name of ["ada", "eve"]) {
      await runVersion("new", "ban", "add", name, "--why", "spam", "--data", data);
      await bob.waitForOutput(new RegExp(`"type":"left"[^\\n]*"${name}"[^\\n]*"reason":"removed"`));
    }
    const { code, stderr } = await ada.waitForExit();
    assertEquals([code, stderr], [4, "You are banned: spam\nYou were removed from the room.\n"]);
    await eve.waitForExit();
  },
);

check(
  "an older server refuses the log of a newer one, and goes on with the copy from before the upgrade",
  async () => {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    {
      const first = await startVersion("old", data);
      await using _first = first.program;
      await runVersion("old", "send", "before", "--port", String(first.port));
    }
    {
      const second = await startVersion("new", data);
      await using _second = second.program;
      await runVersion("new", "send", "after", "--port", String(second.port));
    }
    const refused = await runProgram([...await commandOf("old"), "server", "--port", "0", "--data", data]);
    assertEquals([refused.code, /newer chat/.test(refused.stderr)], [6, true], refused.stderr);
    const [copy = ""] = [...Deno.readDirSync(folder.path)].map(({ name }) => name)
      .filter((name) => name.endsWith("-backup"));
    assertEquals(await storedTexts("old", folder.file(copy)), ["before"]);
  },
);

for (const [before, after] of PAIRS) {
  const change = `${before} server, then ${after}`;
  const isUpgrade = after === "new"; // The way back is the copy: see above.

  if (isUpgrade) {
    check(`${change}: clients of both resume, and nothing is lost or doubled`, async () => {
      using folder = new TempFolder();
      const data = folder.file("chat.db");
      const first = await startVersion(before, data);
      await using _first = first.program;
      await using ada = await enterPipe("old", first.port, "ada");
      await using bob = await enterPipe("new", first.port, "bob");
      for (const one of [ada, bob]) {
        await writeFrame(one, { type: "join", room: "tea" });
        await one.waitForOutput(/"type":"entered"[^\n]*"room":"tea"/);
      }
      await writeFrame(ada, { type: "topic", room: "tea", text: "leaves" });
      await ada.write("before\n");
      await bob.waitForOutput(/"text":"before"/);
      await bob.waitForOutput(/leaves/);
      const killed = first.program.kill();
      await ada.write("from ada meanwhile\n");
      await bob.write("from bob meanwhile\n");
      await killed;
      const second = await startVersion(after, data, first.port);
      await using _second = second.program;
      for (const one of [ada, bob]) {
        await one.waitForOutput(/"type":"welcome"[^\n]*"resumed":true/);
        await one.waitForOutput(/"text":"from ada meanwhile"/);
        await one.waitForOutput(/"text":"from bob meanwhile"/);
      }
      await writeFrame(bob, { type: "say", room: "tea", text: "still in tea" });
      await ada.waitForOutput(/"text":"still in tea"/);
      await using cy = await enterPipe(after, second.port, "cy");
      await writeFrame(cy, { type: "join", room: "tea" });
      await cy.waitForOutput(/"type":"entered"[^\n]*"room":"tea"[^\n]*leaves/);
      await writeFrame(cy, { type: "search", query: "before" });
      await cy.waitForOutput(/"type":"found"[^\n]*"count":1/);
      const texts = await storedTexts(after, data);
      for (const text of ["before", "from ada meanwhile", "from bob meanwhile", "still in tea"]) {
        assertEquals(texts.filter((one) => one === text).length, 1, text);
      }
      const [seenByAda, seenByBob] = await Promise.all([ada, bob].map(async (one) => {
        await writeFrame(one, { type: "quit" });
        return (await one.waitForExit()).stdout;
      }));
      for (const seen of [seenByAda, seenByBob]) {
        assertEquals(seen?.match(/"type":"message"[^\n]*"text":"(?:before|from \w+ meanwhile)"/g)?.length, 3);
      }
    });
  }

  check(`lines that the ${before} client could not send are sent by the ${after} one`, async () => {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    const env = { XDG_STATE_HOME: folder.path, XDG_CONFIG_HOME: folder.path };
    const first = await startVersion("new", data);
    await using _first = first.program;
    await using bob = await enterPipe("new", first.port, "bob");
    {
      const chat = (await commandOf(before)).join(" ");
      const line = `sh -c 'echo PID=$$.; exec $CHAT client --port ${first.port} --name ada'`;
      await using ada = new Pty(line, 70, 20, { CHAT: chat, ...env });
      const pid = Number(await ada.waitForMatch(/PID=(\d+)\./));
      await bob.waitForOutput(/"type":"joined"[^\n]*"ada"/);
      await ada.press("said at once\r");
      await bob.waitForOutput(/"text":"said at once"/);
      await first.program.kill();
      await ada.waitForText("onnect");
      await ada.press("unsent one\runsent two\r");
      await ada.waitForText("unsent two");
      await pause(500); // The file is written behind the keys.
      Deno.kill(pid, "SIGKILL");
      await ada.waitForExit();
    }
    const second = await startVersion("new", data, first.port);
    await using _second = second.program;
    await bob.waitForOutput(/"type":"welcome"[^\n]*"resumed":true/);
    const chat = (await commandOf(after)).join(" ");
    await using ada = new Pty(`$CHAT client --port ${first.port} --name ada`, 70, 20, { CHAT: chat, ...env });
    await bob.waitForOutput(/"text":"unsent one"/);
    await bob.waitForOutput(/"text":"unsent two"/);
    await ada.press("/quit\r");
    await ada.waitForMatch(/(Goodbye\.)/);
    assertEquals(await storedTexts("new", data), ["said at once", "unsent one", "unsent two"]);
  });

  if (isUpgrade) {
    check(`the ${before} page goes on with the ${after} server that takes the place of its own`, async () => {
      using folder = new TempFolder();
      const data = folder.file("chat.db");
      const first = await startVersion(before, data);
      await using _first = first.program;
      await using browser = await TestBrowser.start();
      const ada = await browser.open(`http://127.0.0.1:${first.port}/`);
      await ada.enter("ada");
      await ada.say("before");
      await ada.waitForMessage("before");
      await ada.page.evaluate("globalThis.marker = 1");
      await first.program.kill();
      await ada.say("meanwhile");
      const second = await startVersion(after, data, first.port);
      await using _second = second.program;
      await using bob = await enterPipe(after, second.port, "bob");
      await bob.waitForOutput(/"text":"meanwhile"/);
      await bob.write("to the page\n");
      await ada.waitForMessage("to the page");
      await ada.say("/msg bob psst");
      await bob.waitForOutput(/"type":"private"[^\n]*psst/);
      await ada.say("/join #tea");
      await ada.page.getByRole("heading", { name: "#tea", exact: true }).waitFor();
      await ada.say("in tea");
      await writeFrame(bob, { type: "join", room: "tea" });
      await bob.waitForOutput(/"room":"tea"[^\n]*"text":"in tea"/);
      assertEquals(await ada.page.evaluate("globalThis.marker"), 1, "the page was not loaded again");
      assertEquals(await storedTexts(after, data), ["before", "meanwhile", "to the page", "in tea"]);
    });
  }
}

Deno.test("the result is recorded", async () => {
  const failures = failed.length === 0 ? "" : `; FAILED: ${failed.join("; ")}`;
  await recordRun(
    "compat",
    `${passed.length} of ${passed.length + failed.length} checks with ${COMMIT} passed${failures}`,
  );
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
