/** Accounts at the IRC door: logging in, coming back, and being one person with two clients. */

import { assert, assertEquals } from "@std/assert";
import { connectIrc, IrcPeer } from "../support/irc_peer.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

const PASSWORD = "green tea leaves";

/** Makes a name somebody's own, as an IRC client does, and leaves. */
async function claim(server: TestServer, name: string): Promise<void> {
  const peer = await connectIrc(server, name);
  await peer.send(`REGISTER * * :${PASSWORD}`);
  await peer.waitFor(`REGISTER SUCCESS ${name} `);
  await peer.send("QUIT");
  await peer.raw.waitForEnd();
}

/** Gives the answer of SASL PLAIN (RFC 4616). */
function plain(name: string, password: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(`\0${name}\0${password}`)));
}

/** Connects a client that logs in by SASL. */
async function logIn(server: TestServer, nick: string, ...caps: readonly string[]): Promise<IrcPeer> {
  const peer = new IrcPeer(await server.raw());
  await peer.send(
    "CAP LS 302",
    `CAP REQ :${["sasl", ...caps].join(" ")}`,
    `NICK ${nick}`,
    `USER ${nick} 0 * :${nick}`,
  );
  await peer.send("AUTHENTICATE PLAIN");
  await peer.waitFor("AUTHENTICATE +");
  await peer.send(`AUTHENTICATE ${plain("ada", PASSWORD)}`, "CAP END");
  await peer.waitFor(" 376 ");
  return peer;
}

test("REGISTER makes a name one's own; SASL logs in to it, and without that nobody else gets it", async () => {
  await using server = await startServer();
  await claim(server, "ada");
  const thief = new IrcPeer(await server.raw());
  await thief.send("NICK Ada", "USER x 0 * :X");
  await thief.waitFor(" 433 ");
  const ada = await logIn(server, "ada");
  assert(ada.text.includes(":chat 900 ada ada!*@* ada :"), ada.text);
  assert(ada.text.includes(" 903 ada :"));
  const bob = await connectIrc(server, "bob");
  assert((await bob.ask("WHOIS ada")).some((line) => line.startsWith(":chat 330 bob ada ada :")));
});

test("PASS with a name and a password logs in as well", async () => {
  await using server = await startServer();
  await claim(server, "ada");
  for (const [password, answer] of [["wrong words", " 464 "], [PASSWORD, " 001 ada "]] as const) {
    const peer = new IrcPeer(await server.raw());
    await peer.send(`PASS :ada:${password}`, "NICK ada", "USER a 0 * :A");
    await peer.waitFor(answer);
  }
});

test("a wrong password, another mechanism, a broken answer and one that is given up are told by SASL's numbers", async () => {
  await using server = await startServer();
  await claim(server, "ada");
  const peer = new IrcPeer(await server.raw());
  await peer.send("CAP LS 302", "CAP REQ sasl", "AUTHENTICATE SCRAM-SHA-256");
  await peer.waitFor(" 908 * PLAIN ");
  const tries = [
    [plain("ada", "wrong words"), " 904 "],
    [plain("nobody", PASSWORD), " 904 "],
    ["!!!", " 904 "],
    ["*", " 906 "],
    ["A".repeat(401), " 905 "],
  ] as const;
  for (const [given, answer] of tries) {
    peer.fresh();
    const before = peer.text.length;
    await peer.send("AUTHENTICATE PLAIN", `AUTHENTICATE ${given}`);
    await peer.raw.waitFor(answer, () => peer.text.slice(before).includes(answer) || undefined);
  }
  await peer.send("NICK ada", "USER a 0 * :A", "CAP END");
  await peer.waitFor(" 433 ");
});

test("who is in as a guest logs in by SASL, too, and keeps their name; an account is one person's at a time", async () => {
  await using server = await startServer();
  await claim(server, "ada");
  const watching = await connectIrc(server, "watching", "account-notify");
  await watching.ask("JOIN #tea");
  const guest = await connectIrc(server, "guest", "sasl");
  await guest.ask("JOIN #tea");
  await guest.send("AUTHENTICATE PLAIN", `AUTHENTICATE ${plain("ada", PASSWORD)}`);
  await guest.waitFor(" 903 guest ");
  assertEquals(guest.fresh().slice(1).map((line) => line.split(" ")[1]), ["900", "903"]);
  await watching.waitFor(":guest!guest@chat ACCOUNT ada\r\n");
  const late = await connectIrc(server, "late", "sasl");
  await late.send("AUTHENTICATE PLAIN", `AUTHENTICATE ${plain("ada", PASSWORD)}`);
  await late.waitFor(" 904 late ");
  assertEquals((await guest.ask("AUTHENTICATE PLAIN")).map((line) => line.split(" ")[1]), ["907"]);
});

test("a second client of the same account shares nickname and rooms, and both see what either says", async () => {
  await using server = await startServer();
  await claim(server, "ada");
  const one = await logIn(server, "ada", "echo-message");
  await one.ask("JOIN #tea,#milk");
  const other = await logIn(server, "ada_phone");
  assert(other.text.includes(" 001 ada "), other.text);
  assert(
    other.text.includes(":ada!ada@chat JOIN #tea") || other.text.includes("@chat JOIN #tea"),
    other.text,
  );
  await other.ask();
  await one.ask();
  await one.ask("PRIVMSG #tea :from one");
  assertEquals((await other.ask()).map((line) => line.replace(/^\S+ /, "")), ["PRIVMSG #tea :from one"]);
  await other.ask("JOIN #water");
  assert((await one.ask()).some((line) => line.endsWith(" JOIN #water")));
  const bob = await connectIrc(server, "bob");
  await bob.ask("JOIN #tea");
  await other.send("QUIT");
  await other.raw.waitForEnd();
  assertEquals(await bob.ask("ISON ada"), [":chat 303 bob ada"]);
  await bob.send("PRIVMSG ada :for whoever is there");
  await one.waitFor("for whoever is there");
});

test("whose name is claimed stays when the connection breaks, and nothing is missed or doubled by number", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db") });
  const caps = ["draft/chathistory", "batch", "message-tags"];
  await claim(server, "ada");
  const ada = await logIn(server, "ada", ...caps);
  await ada.ask("JOIN #tea");
  const bob = await connectIrc(server, "bob");
  await bob.ask("JOIN #tea", "PRIVMSG #tea :before");
  await ada.waitFor("before");
  await ada.raw.close();
  await server.waitForLog("away");
  await bob.ask("PRIVMSG #tea :meanwhile", "PRIVMSG ada :alone");
  assertEquals((await bob.ask("NAMES #tea"))[0], ":chat 353 bob = #tea :@ada bob");
  const back = await logIn(server, "ada", ...caps);
  await back.waitFor("alone");
  await back.ask();
  assertEquals(back.text.includes("meanwhile"), false); // It asks by itself.
  const missed = await back.ask("CHATHISTORY AFTER #tea msgid=tea/1 50");
  assertEquals(
    missed.filter((line) => line.includes("PRIVMSG")).map((line) => /msgid=(\S+?)[; ]/.exec(line)?.[1]),
    ["tea/2"],
  );
});

test("who logs in is told to those who asked for it, and what comes from them has the account", async () => {
  await using server = await startServer();
  const watching = await connectIrc(server, "watching", "account-notify", "account-tag", "extended-join");
  await watching.ask("JOIN #tea");
  const ada = await connectIrc(server, "ada");
  await ada.ask("JOIN #tea");
  await ada.send(`REGISTER ada * :${PASSWORD}`);
  await watching.waitFor("ACCOUNT ada\r\n");
  await ada.ask("PRIVMSG #tea :mine");
  await watching.waitFor("PRIVMSG #tea mine");
  assertEquals(await watching.ask(), [
    ":ada!ada@chat JOIN #tea * :ada in full",
    ":ada!ada@chat ACCOUNT ada",
    "@account=ada :ada!ada@chat PRIVMSG #tea mine",
  ]);
  await ada.ask(
    "JOIN #own",
    "INVITE watching #own",
    "AWAY :x",
    "TOPIC #tea :new",
    "PART #tea :off",
    "JOIN #tea",
  );
  assertEquals(await watching.ask(), [
    "@account=ada :ada!ada@chat INVITE watching #own",
    "@account=ada :ada!ada@chat TOPIC #tea new",
    "@account=ada :ada!ada@chat PART #tea off",
    "@account=ada :ada!ada@chat JOIN #tea ada :ada in full",
  ]);
  const short = await connectIrc(server, "bob");
  const [refused = ""] = await short.ask("REGISTER * * short");
  assert(refused.startsWith(":chat FAIL REGISTER WEAK_PASSWORD *"), refused);
});

test("up to where one has read is the same for both clients of a person, and never goes back", async () => {
  await using server = await startServer();
  await claim(server, "ada");
  const one = await logIn(server, "ada", "draft/read-marker");
  assert((await one.ask("JOIN #tea")).includes(":chat MARKREAD #tea *"));
  const other = await logIn(server, "ada", "draft/read-marker");
  await other.ask();
  const later = "2026-06-01T12:00:00.000Z";
  await one.ask(`MARKREAD #tea timestamp=${later}`, "MARKREAD #tea timestamp=2026-01-01T00:00:00.000Z");
  assertEquals(await other.ask(), [`:chat MARKREAD #tea timestamp=${later}`]);
  assertEquals(
    (await other.ask("MARKREAD", "MARKREAD #tea *")).map((line) => line.split(" ").slice(1, 4).join(" ")),
    [
      "FAIL MARKREAD NEED_MORE_PARAMS",
      "FAIL MARKREAD INVALID_PARAMS",
    ],
  );
});

test("what one reads at another door moves the mark of one's IRC client at once", async () => {
  await using server = await startServer();
  await claim(server, "ada");
  const irc = await logIn(server, "ada", "draft/read-marker");
  const old = await logIn(server, "ada");
  const page = await server.native();
  await page.send(`{"type":"hello","name":"ada","room":"tea","auth":{"password":"${PASSWORD}"}}\n`);
  await page.waitForFrame("welcome");
  const bob = await server.native("bob");
  await bob.send('{"type":"join","room":"tea"}\n{"type":"say","room":"tea","text":"read me"}\n');
  await irc.waitFor("PRIVMSG #tea :read me");
  for (const peer of [irc, old]) await peer.ask();
  await page.send('{"type":"read","room":"tea","seq":1}\n');
  await irc.waitFor("MARKREAD #tea timestamp=");
  assertEquals(
    await irc.ask(),
    [":chat MARKREAD #tea timestamp=2026-01-02T03:04:05.000Z"].map((line) =>
      line.replace(/=.*/, `=${new Date(server.clock.now()).toISOString()}`)
    ),
  );
  assertEquals(await old.ask(), []);
});
