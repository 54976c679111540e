/** Who stands outside and guesses, by IRC: they learn no names that are claimed, and try no words without end. */

import { assert, assertEquals } from "@std/assert";
import { logWithOwners, PASSWORD } from "../support/deed_doors.ts";
import { connectIrc, IrcPeer } from "../support/irc_peer.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";

/** A word for the door that looks like a name and a password. */
const WORD = "sesame:seeds";

const RULES = [{ kind: "word", word: WORD }, { kind: "closed" }] as const;

/** Starts a server that not everybody may enter, at which `ada` is claimed. */
function start(folder: TempFolder, entry: (typeof RULES)[number]): Promise<TestServer> {
  const data = folder.file("chat.db");
  logWithOwners(data, [], ["ada"]);
  return startServer({ data, entry });
}

/** Sends lines on a new connection, and gives the first answer with this number, without the name. */
async function answer(server: TestServer, number: string, ...lines: readonly string[]): Promise<string> {
  const peer = new IrcPeer(await server.raw());
  await peer.send(...lines);
  await peer.waitFor(` ${number} `);
  const line = peer.fresh().find((one) => one.includes(` ${number} `)) ?? "";
  await peer.raw.close();
  return line.replace(/^\S+ (\d+) \S+ /, "$1 ");
}

for (const rule of RULES) {
  test(`who is outside a server with the rule "${rule.kind}" is told the same of a name that is claimed and of one that is not`, async () => {
    using folder = new TempFolder();
    await using server = await start(folder, rule);
    const sasl = (name: string): string => btoa(`\0${name}\0wrong words`);
    const tries = (name: string): readonly (readonly [string, ...string[]])[] => [
      ["464", `NICK ${name}`, "USER x 0 * :x"],
      ["464", `PASS :${name}:wrong words`, `NICK ${name}`, "USER x 0 * :x"],
      ["904", "CAP REQ sasl", "AUTHENTICATE PLAIN", `AUTHENTICATE ${sasl(name)}`],
    ];
    const told: string[][] = [];
    for (const name of ["ada", "ghost"]) {
      const answers: string[] = [];
      for (const [number, ...lines] of tries(name)) answers.push(await answer(server, number, ...lines));
      told.push(answers);
    }
    assertEquals(told[0], told[1]);
  });
}

test("a word for the door that looks like a name and a password lets in, and so does a password", async () => {
  using folder = new TempFolder();
  await using server = await start(folder, RULES[0]);
  for (const pass of [WORD, `ada:${PASSWORD}`]) {
    assert((await answer(server, "001", `PASS :${pass}`, "NICK ada2", "USER x 0 * :x")).startsWith("001 "));
  }
});

test("who tries too many words for rooms has to wait, also with the right one, and comes in later", async () => {
  await using server = await startServer({ limits: { rate: null, flood: false } });
  const op = await connectIrc(server, "op");
  await op.ask("JOIN #tea", "MODE #tea +k leaf", "JOIN #den", "MODE #den +sk moss");
  const eve = await connectIrc(server, "eve");
  const guesses = Array.from({ length: 10 }, (_, n) => [`JOIN #tea w${n}`, `JOIN #den w${n}`]).flat();
  assertEquals((await eve.ask(...guesses)).length, 20);
  const waits = ":chat 475 eve #tea :Too many wrong tries: wait 10 seconds.";
  assertEquals(await eve.ask("JOIN #tea leaf"), [waits]);
  assertEquals(await eve.ask("JOIN #den moss"), [waits.replace("#tea", "#den")]);
  await eve.ask("JOIN #lobby"); // Where no word is asked for there is nothing to guess.
  assert((await eve.ask("NAMES #lobby"))[0]?.includes("eve"));
  await server.clock.advance(10_000);
  assertEquals((await eve.ask("JOIN #tea leaf"))[0], ":eve!eve@chat JOIN #tea");
});

test("who tries too many passwords by PASS is told so by the number of a refused one", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  logWithOwners(data, [], ["ada"]);
  await using server = await startServer({ data });
  const lines = ["PASS ada:wrong", "NICK x", "USER x 0 * :x"] as const;
  for (let n = 0; n < 5; n++) await answer(server, "464", ...lines);
  assertEquals(await answer(server, "464", ...lines), "464 :Too many wrong tries: wait 1 second.");
});
