/** What IRC clients and bridges should not send, or much too much of it: each is answered, and the room goes on. */

import { assert, assertEquals } from "@std/assert";
import { SeededRandom } from "../support/seeded_random.ts";
import { connectIrc, IrcPeer } from "../support/irc_peer.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** What lines are made of that a parser may stumble over. */
const PIECES = [
  "PRIVMSG",
  "MODE",
  "JOIN",
  "CAP",
  "CHATHISTORY LATEST",
  "AUTHENTICATE",
  "KICK",
  "WHO",
  "MARKREAD",
  "REDACT",
  "@label=x;+a=\\",
  "@",
  ":",
  " ",
  "  ",
  "#tea",
  "#",
  ",",
  "ada",
  "*",
  "+b-o+k",
  "+\0",
  "msgid=tea/99999999999999999999",
  "timestamp=-1",
  "%tcuihsnfdlaor,999",
  "\x01",
  "\x03",
  "\x1b[31m",
  "é",
  "💥",
  "\u202e",
  "9".repeat(40),
  "x".repeat(600),
];

test("any bytes after coming in are answered or passed over, the client stays or is let go, and the room goes on", async () => {
  await using server = await startServer({ limits: { rate: null } });
  const bob = await connectIrc(server, "bob");
  await bob.ask("JOIN #tea");
  const random = new SeededRandom(20);
  for (let round = 0; round < 6; round++) {
    const peer = await connectIrc(server, `n${round}`, "batch", "labeled-response", "message-tags");
    await peer.send("JOIN #tea");
    for (let n = 0; n < 60; n++) {
      const count = 1 + random.between(0, 5);
      const line = Array.from({ length: count }, () => PIECES[random.between(0, PIECES.length - 1)] ?? "")
        .join(
          random.between(0, 2) === 0 ? "" : " ",
        );
      await peer.raw.send(`${line}${["\r\n", "\n", "\r\n\r\n"][random.between(0, 2)] ?? ""}`);
      const bytes = Uint8Array.from({ length: random.between(0, 79) }, () => random.between(0, 255));
      if (random.between(0, 3) === 0) await peer.raw.send(new Uint8Array([...bytes, 13, 10]));
    }
    await peer.send("", `PING end${round}`);
    await peer.raw.waitFor(
      "an answer",
      () => peer.raw.state !== "open" || peer.text.includes(`end${round}`) || undefined,
    );
    await peer.raw.close();
  }
  await bob.ask("PRIVMSG #tea :still here");
  await server.checkStillServes();
});

test("control codes of a terminal do not reach people at nc, and lines never have more bytes than IRC allows", async () => {
  await using server = await startServer();
  const dot = await server.plain("dot");
  const bob = await connectIrc(server, "bob");
  await bob.ask("JOIN #lobby");
  const ada = await connectIrc(server, "ada");
  await ada.ask("JOIN #lobby", "PRIVMSG #lobby :\x1b[31mred\x07 \x9b2J\x0304done");
  await dot.waitForText("done [");
  const isControl = (char: string): boolean => /\p{Cc}/u.test(char) && char !== "\n" && char !== "\r";
  assertEquals(Array.from(dot.text).filter(isControl), []);
  await bob.ask();
  for (const line of bob.raw.text.split("\r\n")) {
    assert(new TextEncoder().encode(line.replace(/^@\S+ /, "")).length <= 510, line);
  }
});

test("a lone CR, or NUL, in what somebody writes ends no line of anybody else", async () => {
  await using server = await startServer();
  const ada = await connectIrc(server, "ada", "message-tags");
  const bob = await connectIrc(server, "bob", "message-tags");
  for (const peer of [ada, bob]) await peer.ask("JOIN #tea");
  await ada.ask();
  await ada.ask("@+a\rb=c TAGMSG #tea", "TAGMSG #te\0a", "TOPIC #tea :one\r:chat KILL bob");
  await ada.ask("@+x\rQUIT;+ok=1 TAGMSG #tea", "PRIVMSG #tea\r:x :last");
  await bob.ask();
  for (const line of bob.raw.text.split("\r\n")) assert(!/[\r\n\0]/.test(line), JSON.stringify(line));
  assert(bob.text.includes("+ok=1"));
});

test("many rooms at once, as bridges join them: as many as one may be in, and each further one is refused", async () => {
  await using server = await startServer({
    limits: { roomsPerMember: 20, newRoomsPerHour: 1000, rate: null },
  });
  const ada = await connectIrc(server, "ada");
  const asked = Array.from({ length: 30 }, (_, n) => `#r${n}`);
  const lines = await ada.ask(`JOIN ${asked.slice(0, 15).join(",")}`, `JOIN ${asked.slice(15).join(",")}`);
  assertEquals(lines.filter((line) => line.includes(" JOIN #r")).length, 20);
  assertEquals(lines.filter((line) => line.startsWith(":chat 405 ada ")).length, 10);
  assertEquals((await ada.ask("JOIN 0")).filter((line) => line.includes(" PART ")).length, 20);
});

test("a flood of PINGs is read as fast as every line, answered in order, and nobody else waits for it", async () => {
  await using server = await startServer();
  const ada = await connectIrc(server, "ada");
  const bob = await connectIrc(server, "bob");
  await ada.send(...Array.from({ length: 300 }, (_, n) => `PING p${n}`));
  assertEquals((await bob.ask("ISON ada")).length, 1);
  assertEquals(ada.text.includes("PONG chat p299\r\n"), false); // The rate holds.
  for (let second = 0; second < 60 && !ada.text.includes("p299\r\n"); second++) {
    await server.clock.advance(1_000);
  }
  await ada.waitFor("PONG chat p299\r\n");
  const answers = [...ada.text.matchAll(/PONG chat p(\d+)\r\n/g)].map(([, n]) => Number(n));
  assertEquals(answers, Array.from({ length: 300 }, (_, n) => n));
});

test("who reads nothing is let go when the outbox is full, and the others are told", async () => {
  await using server = await startServer({ limits: { outboxBytes: 16_384, rate: null, flood: false } });
  const slow = new IrcPeer(await server.raw({ reads: false }));
  await slow.send("NICK slow", "USER slow 0 * :Slow", "JOIN #tea");
  const ada = await connectIrc(server, "ada");
  await ada.ask("JOIN #tea");
  for (let n = 0; n < 400 && !ada.text.includes(":slow!"); n++) {
    await ada.ask(...Array.from({ length: 50 }, () => `PRIVMSG #tea :${"x".repeat(400)}`));
    await server.clock.advance(10);
  }
  await ada.waitFor("QUIT slow\r\n");
  await server.checkStillServes();
});

for (const name of ["Nick", "Pass", "User", "Cap", "nick", "Ping"]) {
  test(`a person at nc who is called ${name} stays a person`, async () => {
    await using server = await startServer();
    const ada = await connectIrc(server, "ada");
    await ada.ask("JOIN #lobby");
    const person = await server.plain();
    await person.say(name);
    await person.waitForText(`Hello ${name}!`);
    await person.say("PRIVMSG is a word to me");
    await ada.waitFor(`:${name}!chat@chat PRIVMSG #lobby :PRIVMSG is a word to me\r\n`);
  });
}

test("who is muted, or in a room where others speak, says nothing by tags either", async () => {
  await using server = await startServer();
  const op = await connectIrc(server, "op", "message-tags");
  await op.ask("JOIN #tea");
  const eve = await connectIrc(server, "eve", "message-tags");
  await eve.ask("JOIN #tea");
  const cyd = await connectIrc(server, "cyd", "message-tags");
  await cyd.ask("JOIN #tea");
  await op.ask("MODE #tea +b m:eve");
  await eve.ask();
  assert((await eve.ask("@+draft/react=spam TAGMSG #tea"))[0]?.startsWith(":chat 404 eve #tea "));
  await op.ask("MODE #tea +m");
  assert((await cyd.ask("@+typing=active TAGMSG #tea")).at(-1)?.startsWith(":chat 404 cyd #tea "));
  await op.ask("MODE #tea -m");
  assertEquals((await op.ask()).filter((line) => line.includes("TAGMSG")), []);
  await cyd.ask("@+typing=active TAGMSG #tea");
  await op.waitFor("+typing=active");
});

test("no line to a client has more than 512 bytes without its tags, whatever other doors wrote and clients are told again", async () => {
  await using server = await startServer({ limits: { rate: null } });
  const bob = await connectIrc(server, "bob", "away-notify", "extended-join", "message-tags", "setname");
  await bob.ask("JOIN #tea");
  const person = await server.native("漢字漢字漢字漢字漢字漢字漢字漢字");
  await person.sendFrames(
    { type: "join", room: "tea" },
    { type: "topic", room: "tea", text: "漢字👩‍🚀".repeat(60) },
    { type: "away", why: "漢字".repeat(70) },
  );
  await bob.waitFor(" TOPIC #tea ");
  const ada = await connectIrc(server, "ada", "setname");
  const long = "y".repeat(440);
  await ada.ask(
    "JOIN #tea",
    ...["PING", "WHO", "WHOWAS", "HELP", "NICK", "CAP", "CAP REQ", "MONITOR +", "MODE #tea +b", "LIST"]
      .map((command) => `${command} ${long}`),
    `CHATHISTORY ${long} a`,
    long,
    `AWAY :${long}`,
    `SETNAME :${"漢".repeat(150)}`,
    `PART #tea :${long}`,
  );
  await bob.ask("LIST", "TOPIC #tea", "WHOIS ada");
  const encoder = new TextEncoder();
  for (const line of [...ada.raw.text.split("\r\n"), ...bob.raw.text.split("\r\n")]) {
    assert(encoder.encode(line.replace(/^@\S+ /, "")).length <= 510, line);
    assert(line.isWellFormed() && !line.includes("\ufffd"), line);
  }
  const [, topic = ""] = / TOPIC #tea (.*)\r\n/.exec(bob.text) ?? [];
  assert(topic.length > 60 && "漢字👩‍🚀".repeat(60).startsWith(topic), topic);
});

test("a topic that others could not be told in one line is refused, not cut", async () => {
  await using server = await startServer();
  const ada = await connectIrc(server, "ada");
  await ada.ask("JOIN #tea");
  const [refused = "", ...more] = await ada.ask(`TOPIC #tea :${"漢".repeat(160)}`);
  assert(refused.startsWith(":chat 417 ada "), refused);
  assertEquals(more, []);
  assertEquals((await ada.ask("TOPIC #tea"))[0]?.split(" ")[1], "331");
});

test("colours leave no numbers behind, whatever they are written in", async () => {
  await using server = await startServer();
  const [op, bob] = [
    await connectIrc(server, "op", "setname", "away-notify"),
    await connectIrc(server, "bob", "setname"),
  ];
  for (const peer of [op, bob]) await peer.ask("JOIN #tea");
  const coloured = (what: string): string => `\x0304,05${what}\x03 \x02b\x0f`;
  await bob.ask(
    `TOPIC #tea :${coloured("topic")}`,
    `SETNAME :${coloured("name")}`,
    `AWAY :${coloured("away")}`,
  );
  await bob.ask(`PART #tea :${coloured("part")}`, "JOIN #tea", `PRIVMSG #tea :${coloured("said")}`);
  await op.ask(`KICK #tea bob :${coloured("kick")}`, "WHOIS bob");
  await bob.send(`QUIT :${coloured("quit")}`);
  await op.ask("WHOWAS bob", "TOPIC #tea");
  for (const what of ["topic", "name", "away", "part", "said", "kick"]) {
    assert(op.text.includes(`${what} b`), what);
  }
  assert(!op.text.includes("04,05"), op.text);
});

test("one line that joins or leaves many rooms counts as many, so nobody comes and goes faster by it", async () => {
  await using server = await startServer({ limits: { newRoomsPerHour: 1000, flood: false } });
  const ada = await connectIrc(server, "ada");
  const rooms = Array.from({ length: 40 }, (_, n) => `#r${n}`).join(",");
  await ada.send(`JOIN ${rooms}`, `PART ${rooms}`, "PING after");
  await ada.waitFor(" 366 ada #r39 ");
  const bob = await connectIrc(server, "bob");
  await bob.ask("ISON ada", "ISON ada");
  assertEquals(ada.text.includes("PONG chat after"), false);
  for (let n = 0; n < 20 && !ada.text.includes("PONG chat after"); n++) await server.clock.advance(1_000);
  await ada.waitFor("PONG chat after");
  assert(ada.text.includes(" PART #r39"));
});
