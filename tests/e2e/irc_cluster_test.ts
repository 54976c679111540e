/** IRC clients at two servers of a cluster. Left out where there is no `nats-server`; not in CI. */

import { assertEquals } from "@std/assert";
import type { ServerFrame } from "../../protocol.ts";
import { IrcPeer } from "../support/irc_peer.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { NativePeer, PlainPeer, RawPeer } from "../support/peers.ts";
import { CLUSTER_FROM_SOURCE, Program } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { WebSocketPeer } from "../support/websocket_peer.ts";

const nats = natsOrNothing();

const CAPS =
  "message-tags echo-message labeled-response draft/chathistory away-notify draft/message-redaction draft/message-edit";

/** Starts a server of the cluster. */
function start(natsPort: number, data: string, hasPage = false): Program {
  const cluster = ["--cluster", `nats://127.0.0.1:${natsPort}`];
  const flags = ["--host", "127.0.0.1", "--port", "0", "--title", "chat", "--data", data];
  if (!hasPage) flags.push("--no-web");
  return new Program([...CLUSTER_FROM_SOURCE, "server", ...cluster, ...flags, "--no-console"], {
    LANG: "en",
  });
}

/** Connects a client to a server; it is in once it was welcomed. */
async function come(server: Program, nick: string): Promise<IrcPeer> {
  const port = Number(await server.waitForOutput(/is open on 127\.0\.0\.1:(\d+)/));
  const peer = new IrcPeer(new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port })));
  await peer.send(
    "CAP LS 302",
    `CAP REQ :${CAPS}`,
    `NICK ${nick}`,
    `USER ${nick} 0 * :${nick} in full`,
    "CAP END",
  );
  return peer;
}

/** Starts two servers over one stream, with `ada` at the first and `bob` at the second, and has them in #tea; then closes all. */
async function withTwo(
  story: (ada: IrcPeer, bob: IrcPeer, servers: readonly Program[]) => Promise<void>,
): Promise<void> {
  using folder = new TempFolder();
  await using stream = new NatsServer(nats ?? "");
  await stream.start();
  await using first = start(stream.port, folder.file("1.db"));
  await using second = start(stream.port, folder.file("2.db"));
  const [ada, bob] = [await come(first, "ada"), await come(second, "bob")];
  for (const peer of [ada, bob]) {
    await peer.waitFor(" 376 ");
    await peer.send("JOIN #tea");
    await peer.waitFor(" 366 ");
  }
  await ada.waitFor(":bob!chat@chat JOIN #tea\r\n");
  await story(ada, bob, [first, second]);
  for (const peer of [ada, bob]) await peer.raw.close();
  for (const server of [first, second]) {
    server.signal("SIGTERM");
    await server.waitForExit();
  }
}

Deno.test({
  name:
    "in a cluster rights given at one server hold for IRC clients at another, and changed and deleted messages are told there",
  ignore: nats === undefined,
  fn: () =>
    withTwo(async (ada, bob) => {
      await ada.send("PRIVMSG #tea :frist");
      await bob.waitFor("@msgid=tea/1 ");
      await bob.send("EDIT #tea tea/1 :forged");
      await bob.waitFor(":chat FAIL EDIT EDIT_FORBIDDEN #tea tea/1 ");
      await ada.waitFor("@msgid=tea/1 "); // Either server may be the first that has it.
      await ada.send("@+draft/edit=tea/1 PRIVMSG #tea :first");
      await bob.waitFor("@msgid=tea/2;+draft/edit=tea/1 :ada!chat@chat PRIVMSG #tea first\r\n");
      await ada.send("REDACT #tea tea/1 :never mind");
      await bob.waitFor(":ada!chat@chat REDACT #tea tea/1");
      await ada.send("MODE #tea +m");
      await bob.waitFor(":ada!chat@chat MODE #tea +m\r\n");
      await bob.send("PRIVMSG #tea :hush");
      await bob.waitFor(":chat 404 bob #tea ");
      await ada.send("MODE #tea +v bob");
      await bob.waitFor(":ada!chat@chat MODE #tea +v bob\r\n");
      await bob.send("PRIVMSG #tea :thanks");
      await ada.waitFor("PRIVMSG #tea thanks\r\n");
      await bob.send("PART #tea");
      await ada.waitFor(":bob!chat@chat PART #tea\r\n");
      await ada.send("@label=9 MODE #tea -m+kl word 7");
      await ada.waitFor("@label=9 :ada!ada@chat MODE #tea -m+kl * 7\r\n");
      while (!bob.text.includes(":chat 475 bob #tea ")) await bob.ask("PART #tea", "JOIN #tea"); // There it is so a moment later.
      bob.fresh();
      await bob.send("JOIN #tea word");
      let lines = "";
      await bob.raw.waitFor(
        "in again",
        () => (lines += bob.fresh().join()).includes(" 366 bob ") || undefined,
      );
      await bob.send("PRIVMSG #tea :in again");
      await ada.waitFor("PRIVMSG #tea :in again\r\n");
      await ada.send("MODE #tea +b bob!*@*");
      await bob.waitFor(":ada!chat@chat KICK #tea bob ");
      await bob.send("JOIN #tea word");
      await bob.waitFor(":chat 474 bob #tea ");
      assertEquals(ada.text.includes("forged") || ada.text.includes("hush"), false);
    }),
});

Deno.test({
  name:
    "in a cluster what is kept nowhere stays at its server: tags without a meaning, NOTICE as such, full names, who was here",
  ignore: nats === undefined,
  fn: () =>
    withTwo(async (ada, bob, [first]) => {
      if (first === undefined) throw new Error("no server");
      const cyd = await come(first, "cyd");
      await cyd.waitFor(" 376 cyd ");
      await cyd.send("JOIN #tea");
      await bob.waitFor(":cyd!chat@chat JOIN #tea\r\n");
      await cyd.waitFor(" 366 cyd #tea "); // Either server may be the first at which it is so.
      await ada.send("@+mood=good TAGMSG #tea", "@+mood=good NOTICE #tea :all hear this");
      await cyd.waitFor(";+mood=good :ada!ada@chat NOTICE #tea :all hear this\r\n");
      await bob.waitFor("@msgid=tea/1 :ada!chat@chat PRIVMSG #tea :all hear this\r\n");
      assertEquals([cyd.text.includes(" TAGMSG "), bob.text.includes(" TAGMSG ")], [true, false]);
      const name = (lines: readonly string[]): string | undefined =>
        lines.find((line) => line.includes(" 311 "));
      const host = ada.hostOf("ada");
      assertEquals(name(await cyd.ask("WHOIS ada")), `:chat 311 cyd ada ada ${host} * :ada in full`);
      assertEquals(name(await bob.ask("WHOIS ada")), `:chat 311 bob ada chat ${host} * ada`);
      await cyd.send("QUIT");
      await bob.waitFor(":cyd!chat@chat QUIT");
      await ada.waitFor(":cyd!cyd@chat QUIT");
      const was = (lines: readonly string[]): string | undefined =>
        lines.find((line) => line.includes(" 314 "))?.replace(/(314 \w+ cyd \w+) \S+/, "$1");
      assertEquals(was(await ada.ask("WHOWAS cyd")), ":chat 314 ada cyd cyd * :cyd in full");
      assertEquals(was(await bob.ask("WHOWAS cyd")), ":chat 314 bob cyd chat * cyd");
      await cyd.raw.close();
    }),
});

Deno.test({
  name:
    "IRC clients at two servers of a cluster: one name, one order of what is said, and each other's words, topics, going away and leaving",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    await using first = start(stream.port, folder.file("1.db"));
    await using second = start(stream.port, folder.file("2.db"));
    const ada = await come(first, "ada");
    await ada.waitFor(" 376 ada ");
    const bob = await come(second, "ada");
    await bob.waitFor(" 433 ");
    await bob.send("NICK bob");
    await bob.waitFor(" 376 bob ");
    for (const peer of [ada, bob]) {
      await peer.send("JOIN #tea");
      await peer.waitFor(" 366 ");
    }
    await ada.waitFor(":bob!chat@chat JOIN #tea\r\n");
    assertEquals(await ada.ask("MONITOR + bob,cyd").then((lines) => lines.slice(-2)), [
      ":chat 730 ada bob!chat@chat",
      ":chat 731 ada cyd",
    ]);
    await ada.send("@label=1 PRIVMSG #tea :hello");
    await bob.waitFor("@msgid=tea/1 :ada!chat@chat PRIVMSG #tea hello\r\n");
    await ada.waitFor("@msgid=tea/1;label=1 :ada!ada@chat PRIVMSG #tea hello\r\n");
    ada.fresh();
    await bob.send("@+draft/reply=tea/1;+draft/react=👍 TAGMSG #tea");
    await ada.waitFor("react");
    await bob.send("TOPIC #tea :green");
    await ada.waitFor(" TOPIC #tea");
    await bob.send("PRIVMSG ada :psst", "AWAY :tea");
    await ada.waitFor(" AWAY tea");
    await bob.send("NICK robert");
    await ada.waitFor(" 731 ada bob");
    assertEquals(ada.fresh(), [
      "@msgid=tea/2;+draft/reply=tea/1;+draft/react=👍 :bob!chat@chat TAGMSG #tea",
      "@msgid=tea/3 :bob!chat@chat TOPIC #tea green",
      ":bob!chat@chat PRIVMSG ada psst",
      ":bob!chat@chat AWAY tea",
      ":bob!chat@chat NICK robert",
      ":chat 731 ada bob",
    ]);
    await bob.waitFor(" NICK robert\r\n"); // Then its server has all that came before, too.
    const history = async (peer: IrcPeer): Promise<readonly string[]> => {
      await peer.ask();
      const lines = await peer.ask("CHATHISTORY LATEST #tea * 10");
      return lines.map((line) => line.replace(/!\w+@/, "!chat@"));
    };
    assertEquals(await history(ada), await history(bob));
    assertEquals((await ada.ask("NAMES #tea"))[0], ":chat 353 ada = #tea :@ada robert");
    // Two want one name in one instant: the first in the stream has it, the other is told and takes another.
    const rivals = await Promise.all([come(first, "eve"), come(second, "eve")]);
    const isIn = ({ text }: IrcPeer): boolean => text.includes(" 376 eve ");
    await Promise.all(
      rivals.map((peer) =>
        peer.raw.waitFor("in or 433", () => isIn(peer) || peer.text.includes(" 433 ") || undefined)
      ),
    );
    assertEquals(rivals.filter(isIn).length, 1);
    const loser = rivals.find((peer) => !isIn(peer));
    await loser?.send("NICK evelyn");
    await loser?.waitFor(" 376 evelyn ");
    await ada.send("MONITOR + eve,evelyn");
    for (const name of ["eve", "evelyn"]) { // Who is at the other server may be seen a moment later.
      const there = new RegExp(`:chat 730 ada (?:\\S+,)?${name}!`);
      await ada.raw.waitFor(`${name} there`, () => there.test(ada.text) || undefined);
    }
    for (const peer of rivals) await peer.raw.close();
    ada.fresh();
    await bob.send("QUIT :bye all");
    await ada.waitFor(":robert!chat@chat QUIT :bye all\r\n");
    for (const peer of [ada, bob]) await peer.raw.close();
    for (const server of [first, second]) {
      server.signal("SIGTERM");
      await server.waitForExit();
    }
  },
});

/** Somebody who asks for a name at a door that is not IRC's. */
interface OtherDoor {
  /** Connects, up to where one line asks for the name. */
  open(port: number): Promise<void>;
  ask(name: string): void | Promise<void>;
  /** Waits for the answer: whether the name is theirs. */
  isIn(): Promise<boolean>;
  close(): Promise<unknown>;
}

function nativeDoor(): OtherDoor {
  let peer: NativePeer;
  const isAnswer = ({ type }: ServerFrame): boolean => type === "welcome" || type === "error";
  return {
    open: async (port) => void (peer = new NativePeer(await Deno.connect({ hostname: "127.0.0.1", port }))),
    ask: (name) => peer.sendFrames({ type: "hello", name, room: "lobby" }),
    isIn: async () => (await peer.waitFor("an answer", () => peer.frames.find(isAnswer))).type === "welcome",
    close: () => peer.close(),
  };
}

function pageDoor(): OtherDoor {
  let peer: WebSocketPeer;
  return {
    open: async (port) => {
      peer = new WebSocketPeer(port, { Origin: `http://127.0.0.1:${port}` });
      await peer.waitForOpen();
    },
    ask: (name) => peer.sendFrames({ type: "hello", name, room: "lobby" }),
    isIn: async () => (await peer.waitForFirst()).type === "welcome",
    close: () => peer.close(),
  };
}

function ncDoor(): OtherDoor {
  let peer: PlainPeer;
  return {
    open: async (port) => {
      peer = new PlainPeer(await Deno.connect({ hostname: "127.0.0.1", port }));
      await peer.say(""); // It is greeted at once, and then asked for a name.
      await peer.waitForText("name");
    },
    ask: (name) => peer.say(name),
    isIn: () =>
      peer.waitFor("an answer", () => {
        const isIn = peer.text.includes("Here now");
        return isIn || peer.text.includes("is taken") ? { isIn } : undefined;
      }).then(({ isIn }) => isIn),
    close: () => peer.close(),
  };
}

Deno.test({
  name:
    "of an IRC client at one server and somebody at another's native door, page or nc who want one name in one instant one has it, and the other is told",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    await using first = start(stream.port, folder.file("1.db"), true);
    await using second = start(stream.port, folder.file("2.db"), true);
    const portOf = async (server: Program): Promise<number> =>
      Number(await server.waitForOutput(/is open on 127\.0\.0\.1:(\d+)/));
    const [one, two] = [await portOf(first), await portOf(second)];
    for (const [index, makeDoor] of [nativeDoor, pageDoor, ncDoor].entries()) {
      for (const [ircAt, doorAt] of [[one, two], [two, one]] as const) {
        const name = `kim${index}${ircAt === one ? "a" : "b"}`;
        const irc = new IrcPeer(new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port: ircAt })));
        const door = makeDoor();
        await irc.send("USER kim 0 * :kim");
        await door.open(doorAt);
        await Promise.all([irc.send(`NICK ${name}`), door.ask(name)]);
        const isIn = await door.isIn();
        await irc.waitFor(isIn ? " 433 " : ` 376 ${name} `);
        const other = new IrcPeer(new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port: doorAt })));
        await other.send("USER tom 0 * :tom", `NICK tom${index}${ircAt === one ? "a" : "b"}`);
        await other.waitFor(" 376 ");
        const names = (await other.ask("NAMES #lobby")).filter((line) => line.includes(" 353 ")).join();
        assertEquals([names.split(name).length - 1, isIn], [isIn ? 1 : 0, isIn], names);
        for (const peer of [irc, other]) {
          await peer.send("QUIT");
          await peer.raw.close();
        }
        await door.close();
      }
    }
    for (const server of [first, second]) {
      server.signal("SIGTERM");
      await server.waitForExit();
    }
  },
});
