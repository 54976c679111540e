/** CHATHISTORY across `kill -9` of the server: what was echoed is in the log, and nothing is missed or doubled. */

import { assert, assertEquals } from "@std/assert";
import { IrcPeer } from "../support/irc_peer.ts";
import { RawPeer } from "../support/peers.ts";
import { FROM_SOURCE, Program } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { test } from "../support/sanitized.ts";

const CAPS = "batch message-tags echo-message draft/chathistory";

/** Starts the program on a log. */
function start(data: string): Program {
  const flags = [
    "server",
    "--port",
    "0",
    "--host",
    "127.0.0.1",
    "--rate",
    "off",
    "--flood",
    "off",
    "--title",
    "chat",
  ];
  return new Program([...FROM_SOURCE, ...flags, "--data", data, "--no-console"]);
}

async function portOf(program: Program): Promise<number> {
  return Number(await program.waitForOutput(/is open on 127\.0\.0\.1:(\d+)/));
}

async function come(port: number, nick: string): Promise<IrcPeer> {
  const peer = new IrcPeer(new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port })));
  await peer.send("CAP LS 302", `CAP REQ :${CAPS}`, `NICK ${nick}`, `USER ${nick} 0 * :${nick}`, "CAP END");
  await peer.waitFor(` 376 ${nick} `);
  await peer.ask("JOIN #tea");
  return peer;
}

/** Gives the texts of messages by their numbers, as lines have them. */
function messagesIn(text: string): readonly (readonly [seq: number, text: string])[] {
  return [...text.matchAll(/msgid=tea\/(\d+)\S* \S+ PRIVMSG #tea :?(.*)\r\n/g)].map(([, seq, said]) =>
    [Number(seq), said ?? ""] as const
  );
}

test("what was echoed before a kill is in the history after it, once, and the history goes on into what is live", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const seen = new Map<number, string>();
  const echoed: string[] = [];
  let last = 0;
  for (let round = 0; round < 3; round++) {
    await using program = start(data);
    const port = await portOf(program);
    const reader = await come(port, "reader");
    const talker = await come(port, "talker");
    const history = await reader.ask(`CHATHISTORY AFTER #tea msgid=tea/${last} 100`);
    const missed = messagesIn(history.map((line) => `${line}\r\n`).join(""));
    for (const [seq, said] of missed) {
      assertEquals(seen.has(seq), false, `tea/${seq} came twice`);
      seen.set(seq, said);
    }
    const before = reader.text.length;
    await talker.send(...Array.from({ length: 40 }, (_, n) => `PRIVMSG #tea :${round}.${n}`));
    await talker.waitFor(`${round}.20\r\n`);
    await program.kill();
    await Promise.all([talker.raw.waitForEnd(), reader.raw.waitForEnd()]);
    echoed.push(...messagesIn(talker.text).map(([, said]) => said));
    for (const [seq, said] of messagesIn(reader.text.slice(before))) {
      assertEquals(seen.has(seq), false, `tea/${seq} came twice`);
      seen.set(seq, said);
    }
    last = Math.max(0, ...seen.keys());
    await talker.raw.close();
    await reader.raw.close();
  }
  await using program = start(data);
  const reader = await come(await portOf(program), "reader");
  for (
    const [seq, said] of messagesIn(
      (await reader.ask(`CHATHISTORY AFTER #tea msgid=tea/${last} 100`)).map((line) => `${line}\r\n`).join(
        "",
      ),
    )
  ) {
    seen.set(seq, said);
  }
  const numbers = [...seen.keys()].toSorted((one, other) => one - other);
  assertEquals(numbers, numbers.map((_, index) => index + 1)); // Nothing missed.
  assertEquals(new Set(seen.values()).size, seen.size); // Nothing doubled.
  for (const said of echoed) assert([...seen.values()].includes(said), `${said} was echoed and is lost`);
  await reader.raw.close();
});
