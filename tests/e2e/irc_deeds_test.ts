/** People in charge at the IRC door and at the others: the same rights, seen from each side. */

import { assert, assertEquals } from "@std/assert";
import { connectIrc, type IrcPeer } from "../support/irc_peer.ts";
import type { NativePeer } from "../support/peers.ts";
import { makeOwner } from "../../server/store/accounts.ts";
import { liftBan } from "../../server/store/log.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** An operator and a member on IRC, and a native member, in one room. */
async function tea(
  server: TestServer,
): Promise<{ readonly op: IrcPeer; readonly bob: IrcPeer; readonly cyd: NativePeer }> {
  const op = await connectIrc(server, "op");
  await op.ask("JOIN #tea");
  const bob = await connectIrc(server, "bob");
  await bob.ask("JOIN #tea");
  const cyd = await server.native("cyd");
  await cyd.send('{"type":"join","room":"tea"}\n');
  await cyd.waitForFrame("entered");
  for (const peer of [op, bob]) await peer.ask();
  return { op, bob, cyd };
}

/** Gives the numerics and commands of lines. */
function heads(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.split(" ")[1] ?? "");
}

test("who makes a room is its operator, and is shown so in NAMES, WHO and WHOIS", async () => {
  await using server = await startServer();
  const { op, bob } = await tea(server);
  await op.ask("MODE #tea +v bob");
  await bob.ask();
  assertEquals((await bob.ask("NAMES #tea"))[0], ":chat 353 bob = #tea :@op +bob cyd");
  const flags = (await bob.ask("WHO #tea")).map((line) => line.split(" ")[8]);
  assertEquals(flags.slice(0, 3), ["H@", "H+", "H"]);
  assert((await bob.ask("WHOIS op")).includes(":chat 319 bob op @#tea"));
  const multi = await connectIrc(server, "multi", "multi-prefix");
  assert((await multi.ask("JOIN #tea")).includes(":chat 353 multi = #tea :@+op +bob cyd multi"));
});

test("a mode that is set on IRC holds at every door, and one set elsewhere is told by MODE", async () => {
  await using server = await startServer();
  const { op, bob, cyd } = await tea(server);
  assertEquals(await op.ask("MODE #tea +mi"), [":op!op@chat MODE #tea +mi"]);
  assertEquals(await bob.ask(), [":op!op@chat MODE #tea +m", ":op!op@chat MODE #tea +i"]);
  const { mode } = await cyd.waitForFrame("mode");
  assertEquals(mode, { readonly: true });
  await cyd.send('{"type":"say","room":"tea","text":"may I?"}\n');
  assertEquals((await cyd.waitForFrame("error")).code, "read-only");
  assertEquals(heads(await bob.ask("PRIVMSG #tea :may I?")), ["404"]);
  const dot = await server.plain("dot");
  await dot.say("/join tea");
  await dot.waitForText("#tea is for people who were invited");
  await op.ask("MODE #tea +o cyd", "MODE #tea -i");
  await cyd.waitForText('"do":"op"');
  await cyd.send('{"type":"mod","do":"limit","room":"tea","value":3}\n');
  await op.waitFor("MODE #tea +l 3\r\n");
  await op.ask();
  assertEquals((await op.ask("MODE #tea")).slice(0, 1), [":chat 324 op #tea +lmn 3"]);
  await cyd.send('{"type":"mod","do":"slow","room":"tea","value":5000}\n');
  await op.waitFor("NOTICE #tea :cyd set #tea: ");
});

test("a ban given on IRC holds at every door, and one given elsewhere holds on IRC", async () => {
  await using server = await startServer();
  const { op, bob, cyd } = await tea(server);
  assertEquals(await op.ask("MODE #tea +b cyd!*@*"), [
    ":op!op@chat MODE #tea +b cyd!*@*",
    ":op!op@chat KICK #tea cyd op",
  ]);
  assertEquals((await cyd.waitForFrame("parted")).room, "tea");
  await cyd.send('{"type":"nick","name":"other"}\n{"type":"join","room":"tea"}\n');
  await cyd.waitForText('"code":"banned"');
  await op.ask("MODE #tea +o bob");
  const native = await server.native("dan");
  await native.send('{"type":"join","room":"tea"}\n');
  await native.waitForFrame("entered");
  await op.ask("MODE #tea +o dan");
  await native.waitForText('"do":"op"');
  await native.send('{"type":"mod","do":"ban","room":"tea","name":"s*m"}\n');
  await op.waitFor("MODE #tea +b s*m!*@*\r\n");
  const spam = await connectIrc(server, "spam");
  assertEquals(heads(await spam.ask("JOIN #tea")), ["474"]);
  assertEquals((await bob.ask("MODE #tea +b")).map((line) => line.replace(/ \d+$/, " T")), [
    ":op!op@chat MODE #tea +b cyd!*@*",
    ":op!op@chat KICK #tea cyd op",
    ":op!op@chat MODE #tea +o bob",
    ":dan!chat@chat JOIN #tea",
    ":op!op@chat MODE #tea +o dan",
    ":dan!chat@chat MODE #tea +b s*m!*@*",
    ":chat 367 bob #tea cyd!*@* op T",
    ":chat 367 bob #tea s*m!*@* dan T",
    ":chat 368 bob #tea :End of channel list",
  ]);
  await op.ask();
  assertEquals(await op.ask("MODE #tea -b CYD!*@*"), [":op!op@chat MODE #tea -b cyd!*@*"]);
  await cyd.send('{"type":"join","room":"tea"}\n');
  await cyd.waitForText('"type":"entered","room":"tea"');
});

test("a ban by the host that is shown hits the person behind it, whatever they are called", async () => {
  await using server = await startServer();
  const { op, bob } = await tea(server);
  const host = bob.hostOf("bob");
  assert(/^[\w-]{12}$/.test(host), host);
  await bob.ask("NICK robert");
  await op.ask();
  assertEquals((await op.ask(`MODE #tea +b *!*@${host}`)).map((line) => line.replace(host, "HOST")), [
    ":op!op@chat MODE #tea +b *!*@HOST",
    ":op!op@chat KICK #tea robert op",
  ]);
  assertEquals(heads(await bob.ask("JOIN #tea")).at(-1), "474");
});

test("a mask with m: mutes at every door; a voice, or an exception, has somebody heard again", async () => {
  await using server = await startServer();
  const { op, bob, cyd } = await tea(server);
  await op.ask("MODE #tea +b m:bob");
  assertEquals((await cyd.waitForFrame("moderated")).do, "mute");
  assertEquals(heads(await bob.ask("PRIVMSG #tea :one")).at(-1), "404");
  await op.ask("MODE #tea +v bob");
  assertEquals(heads(await bob.ask("PRIVMSG #tea :two")).includes("404"), false);
  await op.ask("MODE #tea -v bob", "MODE #tea +e bob!*@*");
  assertEquals(heads(await bob.ask("PRIVMSG #tea :three")).includes("404"), false);
  await op.ask("MODE #tea -e bob!*@*");
  assertEquals(heads(await bob.ask("PRIVMSG #tea :four")).at(-1), "404");
  await cyd.waitForText('"text":"three"');
  assertEquals((await op.ask("MODE #tea e")).at(-1), ":chat 349 op #tea :End of channel list");
});

test("an invitation lets in, is told to whom it is for at any door, and to others who asked for that", async () => {
  await using server = await startServer();
  const { op, bob } = await tea(server);
  const watching = await connectIrc(server, "watching", "invite-notify");
  await watching.ask("JOIN #tea");
  await op.ask("MODE #tea +i");
  await watching.ask();
  const dan = await connectIrc(server, "dan");
  const eve = await server.native("eve");
  assertEquals(heads(await dan.ask("JOIN #tea")), ["473"]);
  assertEquals(await op.ask("INVITE dan,eve,bob #tea"), [
    ":chat 341 op dan #tea",
    ":chat 341 op eve #tea",
    ":chat 443 op bob #tea :is already on channel",
  ]);
  assertEquals((await dan.ask("JOIN #tea")).slice(0, 2), [
    ":op!op@chat INVITE dan #tea",
    ":dan!dan@chat JOIN #tea",
  ]);
  assertEquals((await eve.waitForFrame("moderated")).do, "invite");
  assertEquals((await watching.ask()).slice(0, 2), [
    ":op!op@chat INVITE dan #tea",
    ":op!op@chat INVITE eve #tea",
  ]);
  assertEquals(heads(await bob.ask("INVITE watching #tea")).at(-1), "443");
  assertEquals(heads(await op.ask("MODE #tea +I fay")).at(-1), "MODE");
  const fay = await connectIrc(server, "fay");
  assertEquals(heads(await fay.ask("JOIN #tea"))[0], "JOIN");
});

test("KICK takes several people at once, each is told by a line of its own, and only operators may", async () => {
  await using server = await startServer();
  const { op, bob, cyd } = await tea(server);
  assertEquals(heads(await bob.ask("KICK #tea cyd")), ["482"]);
  assertEquals(heads(await bob.ask("KICK #none cyd", "KICK #tea")), ["403", "461"]);
  assertEquals(heads(await op.ask("KICK #tea nobody", "KICK #tea,#tea bob")), ["401", "461"]);
  const away = await connectIrc(server, "away");
  assertEquals(heads(await op.ask("KICK #tea away")), ["441"]);
  assertEquals(heads(await away.ask("KICK #tea bob")), ["442"]);
  assertEquals(await op.ask("KICK #tea bob,cyd :enough"), [
    ":op!op@chat KICK #tea bob enough",
    ":op!op@chat KICK #tea cyd enough",
  ]);
  assert((await bob.ask()).includes(":op!op@chat KICK #tea bob enough"));
  assertEquals((await cyd.waitForFrame("parted")).room, "tea");
});

test("a room with a word, a limit, and one that lets people outside write", async () => {
  await using server = await startServer();
  const { op, bob } = await tea(server);
  assertEquals(await op.ask("MODE #tea +kl leaves 3"), [":op!op@chat MODE #tea +kl * 3"]);
  await bob.ask();
  const dan = await connectIrc(server, "dan");
  assertEquals(heads(await dan.ask("JOIN #tea", "JOIN #tea wrong", "JOIN #tea leaves")), [
    "475",
    "475",
    "471",
  ]);
  assertEquals(await op.ask("MODE #tea -l", "MODE #tea +l 0", "MODE #tea +k :two words", "MODE #tea +Z"), [
    ":op!op@chat MODE #tea -l",
    ":chat 696 op #tea l 0 :That is no value for this mode",
    ":chat 696 op #tea k * :That is no value for this mode",
    ":chat 472 op Z :is unknown mode char to me",
  ]);
  await op.ask("MODE #tea -k *");
  assertEquals(heads(await dan.ask("PRIVMSG #tea :hi")), ["404"]);
  await op.ask("MODE #tea -n");
  await bob.ask();
  await dan.ask("PRIVMSG #tea :hi from outside");
  assertEquals(await bob.ask(), [":dan!dan@chat PRIVMSG #tea :hi from outside"]);
  assertEquals(heads(await dan.ask("JOIN #tea"))[0], "JOIN");
});

test("who may not is told by IRC's numbers, and nothing changes", async () => {
  await using server = await startServer({ limits: { rate: null } });
  const { op, bob } = await tea(server);
  for (const line of ["MODE #tea +i", "MODE #tea +o bob", "MODE #tea +b x!*@*", "MODE #tea +k w"]) {
    assertEquals(heads(await bob.ask(line)), ["482"], line);
  }
  assertEquals(heads(await bob.ask("INVITE cyd #none", "KILL op", "OPER a b")), ["403", "481", "464"]);
  // Who may not learns nothing of what is on the lists either.
  await op.ask("MODE #tea +b spam!*@*");
  await bob.ask();
  for (const mask of ["+b spam!*@*", "-b spam!*@*", "-b other!*@*", "+e bob!*@*", "-I x!*@*"]) {
    assertEquals(heads(await bob.ask(`MODE #tea ${mask}`)), ["482"], mask);
  }
  const eve = await connectIrc(server, "eve");
  assertEquals(heads(await eve.ask("MODE #tea +i", "MODE #none")), ["442", "403"]);
  assertEquals((await bob.ask("MODE #tea"))[0], ":chat 324 bob #tea +n");
  assertEquals(heads(await bob.ask("MODE op +i", "MODE bob", "MODE bob +i")), ["502", "221", "MODE"]);
});

test("a message that is deleted at one door is told by REDACT where that is known, else as a message", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db") });
  const caps = ["message-tags", "echo-message", "draft/message-redaction"];
  const ada = await connectIrc(server, "ada", ...caps);
  await ada.ask("JOIN #tea");
  const old = await connectIrc(server, "old");
  await old.ask("JOIN #tea");
  const cyd = await server.native("cyd");
  await cyd.send('{"type":"join","room":"tea"}\n');
  await cyd.waitForFrame("entered");
  for (const peer of [ada, old]) await peer.ask();
  await ada.ask("PRIVMSG #tea :oops");
  assertEquals(await ada.ask("REDACT #tea tea/1 :wrong room"), [
    "@msgid=tea/2 :ada!ada@chat REDACT #tea tea/1 :wrong room",
  ]);
  await cyd.waitForText('"redacts":[1]');
  assertEquals(await old.ask(), [
    ":ada!ada@chat PRIVMSG #tea oops",
    ":ada!ada@chat PRIVMSG #tea :\x01ACTION deleted message 1 of ada\x01",
  ]);
  await cyd.send(
    '{"type":"say","room":"tea","text":"mine"}\n{"type":"mod","do":"delete","room":"tea","seq":3}\n',
  );
  await ada.waitFor("REDACT #tea tea/3\r\n");
  await ada.ask();
  await cyd.send('{"type":"say","room":"tea","text":"not yours"}\n');
  await old.waitFor("not yours");
  assertEquals(heads(await old.ask("REDACT #tea tea/5")).at(-1), "FAIL");
  assertEquals(
    (await ada.ask("REDACT #tea tea/99", "REDACT #tea x", "REDACT #none tea/1")).slice(1).map((line) =>
      line.split(" ").slice(0, 4).join(" ")
    ),
    [
      ":chat FAIL REDACT UNKNOWN_MSGID",
      ":chat FAIL REDACT UNKNOWN_MSGID",
      ":chat FAIL REDACT INVALID_TARGET",
    ],
  );
});

test("OPER logs in to an account that is in charge, and to no other; KILL removes somebody from the server", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data });
  const [word, other] = ["green tea leaves", "black tea leaves"];
  for (const [name, password] of [["boss", word], ["plain", other]] as const) {
    const peer = await connectIrc(server, name);
    await peer.send(`REGISTER * * :${password}`);
    await peer.waitFor("REGISTER SUCCESS");
    await peer.send("QUIT");
    await peer.raw.waitForEnd();
  }
  assertEquals(makeOwner(data, "boss"), true);
  await server.clock.advance(2_000); // The server looks for what other processes have changed once a second.
  const guest = await connectIrc(server, "guest");
  const eve = await connectIrc(server, "eve");
  assertEquals(heads(await eve.ask(`OPER boss :wrong words`)), ["464"]);
  assertEquals(heads(await eve.ask(`OPER plain :${other}`)), ["464"]);
  assertEquals(heads(await guest.ask(`OPER boss :${word}`)), ["900", "381", "MODE"]);
  assertEquals(heads(await eve.ask("WHOIS guest")).includes("313"), true);
  // An address is told to who is in charge of the server, and to nobody else in the room.
  const watching = await connectIrc(server, "watching");
  await watching.ask("JOIN #tea");
  assertEquals(heads(await guest.ask("JOIN #tea", "MODE #tea +b *!*@192.0.2.7")).at(-1), "MODE");
  await guest.ask("MODE #tea -b *!*@192.0.2.7", "MODE #tea +b nobody!*@*");
  await watching.ask();
  assert(!watching.text.includes("192.0.2.7") && watching.text.includes("+b nobody!*@*"), watching.text);
  await guest.ask("KILL eve :enough");
  await eve.waitFor("ERROR :");
  await eve.raw.waitForEnd();
  assert(eve.text.includes(":chat 465 eve "), eve.text);
});

test("a ban or a mute that ends by the clock is told by the server, as is one that another process lifts", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const day = 24 * 3_600_000;
  await using server = await startServer({ data, limits: { pingAfter: 3 * day } });
  const { op, bob } = await tea(server);
  await op.ask("MODE #tea +b eve!*@*", "MODE #tea +b m:spam*");
  await bob.ask();
  await server.clock.advance(11 * 60_000);
  await bob.waitFor(":chat MODE #tea -b m:spam*!*@*\r\n");
  assertEquals((await op.ask()).filter((line) => line.includes("MODE")), [":chat MODE #tea -b m:spam*!*@*"]);
  await server.clock.advance(day);
  await op.waitFor(":chat MODE #tea -b eve!*@*\r\n");
  await op.ask("MODE #tea +b dan!*@*");
  assert(liftBan(data, 3, "somebody at the machine", server.clock.now()));
  await server.clock.advance(2_000);
  await bob.waitFor(":chat MODE #tea -b dan!*@*\r\n");
});

test("who is removed together with others sees also who was removed just before", async () => {
  await using server = await startServer();
  const { op, bob } = await tea(server);
  await op.send("KICK #tea cyd,bob");
  await bob.waitFor("KICK #tea bob");
  assertEquals((await bob.ask()).filter((line) => line.includes("KICK")), [
    ":op!op@chat KICK #tea cyd op",
    ":op!op@chat KICK #tea bob op",
  ]);
});

test("INVITE alone lists the rooms that one is invited to", async () => {
  await using server = await startServer();
  const { op } = await tea(server);
  const dan = await connectIrc(server, "dan");
  assertEquals(heads(await dan.ask("INVITE")), ["337"]);
  await op.ask("MODE #tea +i", "INVITE dan #tea");
  await dan.ask();
  assertEquals((await dan.ask("INVITE")).slice(0, 1), [":chat 336 dan #tea"]);
});

test("LIST finds rooms by when they were made and when their topic was set, in minutes", async () => {
  await using server = await startServer({ limits: { pingAfter: 3_600_000 } });
  const ada = await connectIrc(server, "ada");
  await ada.ask("JOIN #old", "TOPIC #old :dust");
  await server.clock.advance(120_000);
  await ada.ask("JOIN #new");
  await server.clock.advance(60_000);
  const found = async (condition: string): Promise<readonly (string | undefined)[]> =>
    (await ada.ask(`LIST ${condition}`)).filter((line) => line.includes(" 322 ")).map((line) =>
      line.split(" ")[3]
    );
  assertEquals(await found("C>2"), ["#old"]);
  assertEquals(await found("C<2"), ["#new"]);
  assertEquals(await found("C<10"), ["#old", "#new"]);
  assertEquals(await found("T>2"), ["#old"]);
  assertEquals(await found("T<2"), []);
});
