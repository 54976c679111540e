/** IRC clients at two servers of a cluster. Left out where there is no `nats-server`; not in CI. */

import { assertEquals } from "@std/assert";
import { IrcPeer } from "../support/irc_peer.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { RawPeer } from "../support/peers.ts";
import { CLUSTER_FROM_SOURCE, Program } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const nats = natsOrNothing();

const CAPS =
  "message-tags echo-message labeled-response draft/chathistory away-notify draft/message-redaction";

/** Starts a server of the cluster. */
function start(natsPort: number, data: string): Program {
  const cluster = ["--cluster", `nats://127.0.0.1:${natsPort}`];
  const flags = ["--host", "127.0.0.1", "--port", "0", "--title", "chat", "--data", data, "--no-web"];
  return new Program([...CLUSTER_FROM_SOURCE, "server", ...cluster, ...flags, "--no-console"], {
    LANG: "en",
  });
}

/** Connects a client to a server; it is in once it was welcomed. */
async function come(server: Program, nick: string): Promise<IrcPeer> {
  const port = Number(await server.waitForOutput(/is open on 127\.0\.0\.1:(\d+)/));
  const peer = new IrcPeer(new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port })));
  await peer.send("CAP LS 302", `CAP REQ :${CAPS}`, `NICK ${nick}`, `USER ${nick} 0 * :${nick}`, "CAP END");
  return peer;
}

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
    assertEquals(await ada.ask("MONITOR + bob,cyd").then((lines) => lines.slice(-2)), [
      ":chat 730 ada bob!chat@chat",
      ":chat 731 ada cyd",
    ]);
    for (const peer of [ada, bob]) {
      await peer.send("JOIN #tea");
      await peer.waitFor(" 366 ");
    }
    await ada.waitFor(":bob!chat@chat JOIN #tea\r\n");
    ada.fresh();
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
    const history = async (peer: IrcPeer): Promise<readonly string[]> => {
      await peer.ask();
      const lines = await peer.ask("CHATHISTORY LATEST #tea * 10");
      return lines.map((line) => line.replace(/!\w+@/, "!chat@"));
    };
    assertEquals(await history(ada), await history(bob));
    assertEquals((await ada.ask("NAMES #tea"))[0], ":chat 353 ada = #tea :@ada robert");
    await bob.send("QUIT :bye all");
    await ada.waitFor(":robert!chat@chat QUIT :bye all\r\n");
    for (const peer of [ada, bob]) await peer.raw.close();
    for (const server of [first, second]) {
      server.signal("SIGTERM");
      await server.waitForExit();
    }
  },
});
