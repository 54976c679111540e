/** IRC clients that are told to come encrypted only (https://ircv3.net/specs/extensions/sts). */

import { assert, assertEquals } from "@std/assert";
import { CannotIdentify } from "../../server.ts";
import { IrcPeer } from "../support/irc_peer.ts";
import { RawPeer } from "../support/peers.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

test("sts is told where it was asked for: the port unencrypted, for how long encrypted; nobody can ask for it", async () => {
  await using server = await startServer({ sts: "localhost", isEncrypted: true });
  const { port } = server.running;
  const peer = new IrcPeer(await server.raw());
  await peer.send("CAP LS 302", "CAP REQ sts");
  await peer.waitFor(" NAK ");
  assert(/[ :]sts=duration=2592000(?: |\r)/.test(peer.text), peer.text);
  const plain = new IrcPeer(new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port })));
  await plain.send("CAP LS 302");
  await plain.waitFor(`sts=port=${port}\r\n`);
  await plain.raw.close();
});

test("sts is told by no server of which nobody asked that, and a name that the certificate has not is refused", async () => {
  await using server = await startServer({ isEncrypted: true });
  const peer = new IrcPeer(await server.raw());
  await peer.send("CAP LS 302");
  await peer.waitFor(" LS ");
  assertEquals(peer.text.includes("sts="), false);
  let refused: unknown;
  try {
    await startServer({ sts: "other.example", isEncrypted: true });
  } catch (error) {
    refused = error;
  }
  assert(refused instanceof CannotIdentify && refused.kind === "other-name");
});

test("who does not know that a list of capabilities can go on is sent it in one line, which is no longer than a line may be", async () => {
  await using server = await startServer({ isEncrypted: true });
  const peer = new IrcPeer(await server.raw());
  await peer.send("CAP LS", "CAP REQ none");
  await peer.waitFor(" NAK ");
  const [list = "", ...others] = peer.text.split("\r\n").filter((line) => line.includes(" CAP * LS "));
  assertEquals(others, []);
  assert(/^:\S+ CAP \* LS :(?!.*=).*\bserver-time\b/.test(list) && list.length <= 510, list);
});
