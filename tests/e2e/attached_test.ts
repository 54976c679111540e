/** A client in the server's own process, as the operator's console is one. */

import { assertEquals } from "@std/assert";
import { FileProofs } from "../../client.ts";
import { decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import { type LineReader, LineReader as Lines } from "../../net/lines.ts";
import type { RunningServer } from "../../server.ts";
import { startServer } from "../support/test_server.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Reads until a frame of one type comes. */
async function next(reader: LineReader, type: ServerFrame["type"]): Promise<ServerFrame> {
  for await (const line of reader) {
    const frame = line.kind === "line" ? decodeServerFrame(new TextDecoder().decode(line.bytes)) : undefined;
    if (frame?.type === type) return frame;
  }
  throw new Error(`No ${type} came`);
}

/** Comes in as the owner, and gives what it is told. */
async function attach({ attach, ownerSecret, port }: RunningServer, name: string): Promise<ServerFrame> {
  const wire = attach();
  const reader = new Lines(wire, 100_000);
  const send = (frame: Parameters<typeof encodeFrame>[0]): void =>
    void wire.write(new TextEncoder().encode(encodeFrame(frame)));
  send({ type: "hello", name, room: "lobby", owner: true });
  const challenge = await next(reader, "challenge");
  if (challenge.type !== "challenge") throw new Error("never");
  const proofs = new FileProofs({ keys: undefined, owner: ownerSecret, device: "" });
  send(await proofs.prove({ provenAs: undefined, port }, name, challenge));
  return await next(reader, "welcome");
}

Deno.test("it comes in as the owner, also where nobody else does, and takes no place from anybody", async () => {
  await using server = await startServer({
    entry: { kind: "closed" },
    unencrypted: "never",
    limits: { maxClients: 1 },
  });
  const welcome = await attach(server.running, "operator");
  assertEquals(welcome.type === "welcome" && [welcome.name, welcome.role, welcome.token], [
    "operator",
    "owner",
    "",
  ]);
});

Deno.test("after a restart its name is free again at once, as it keeps no seat", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const first = await startServer({ data });
  await attach(first.running, "operator");
  await first[Symbol.asyncDispose]();
  await using second = await startServer({ data });
  assertEquals(second.running.freeName("operator"), "operator");
  const welcome = await attach(second.running, "operator");
  assertEquals(welcome.type === "welcome" && welcome.name, "operator");
  assertEquals(second.running.freeName("operator"), "operator2");
});

Deno.test("everybody is told that the room closes, at each door", async () => {
  await using server = await startServer();
  const [ada, bob] = [await server.plain("ada"), await server.native("bob")];
  server.running.announceClosing(60);
  await ada.waitForText("The room closes in 1 min.");
  assertEquals(await bob.waitForFrame("notice", ({ code }) => code === "closing"), {
    type: "notice",
    code: "closing",
    text: "The room closes in 1 min.",
    in: 60,
  });
  server.running.announceClosing();
  await ada.waitForText("The room stays open after all.");
});
