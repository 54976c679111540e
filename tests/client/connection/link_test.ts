import { assert, assertEquals } from "@std/assert";
import { connect, Link, type LinkEvent } from "../../../client/connection/link.ts";
import { connectFailure } from "../../../client/wire/tcp.ts";
import { systemClock } from "../../../net/clock.ts";
import { FakeClock } from "../../support/clock.ts";
import { type FakeConnection, FakeServer, SENT_AT, welcomeFrame } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";
import { en } from "../../../words/en.ts";
import { it } from "../../../words/it.ts";

/** A link and the server's end of it. */
async function linked(server: FakeServer): Promise<[Link, FakeConnection]> {
  const [connected, connection] = await Promise.all([
    connect({ host: "127.0.0.1", port: server.port }, 2000, systemClock),
    server.nextConnection(),
  ]);
  if (!connected.ok) throw new Error(connected.failure.kind);
  return [connected.link, connection];
}

/** Everything that comes until the link ends, in short. */
async function all(link: Link): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const event of link.events) kinds.push(short(event));
  return kinds;
}

function short(event: LinkEvent): string {
  return event.kind === "frame" ? event.frame.type : event.kind;
}

test("nobody there, an address that is no machine, and other troubles are told apart", async () => {
  const server = new FakeServer();
  const { port } = server;
  server.stopListening();
  assertEquals(await connect({ host: "127.0.0.1", port }, 2000, systemClock), {
    ok: false,
    failure: { kind: "nobody" },
  });
  assertEquals(connectFailure(new Error("failed to lookup address information: Name or service not known")), {
    kind: "unknown-host",
  });
  assertEquals(connectFailure(new Deno.errors.TimedOut("Connection timed out (os error 110)")), {
    kind: "late",
  });
  assertEquals(connectFailure(new Error("Network is unreachable (os error 101)")), {
    kind: "other",
    cause: "Network is unreachable",
  });
});

test("frames come in order, however the bytes are cut, with their lines as they were written", async () => {
  using server = new FakeServer();
  const [link, connection] = await linked(server);
  const line = `{"type":"message","room":"lobby","seq":1,"at":${SENT_AT},"from":"b","text":"漢","new":true}`;
  await connection.send(welcomeFrame("ada"));
  const first = await link.events.next();
  await connection.sendRaw(line.slice(0, 40));
  await connection.sendRaw(line.slice(40) + "\n");
  const second = await link.events.next();
  connection.close();
  assertEquals(first.done === false && short(first.value), "welcome");
  assert(second.done === false && second.value.kind === "frame");
  assertEquals(second.value.line, line);
  assertEquals(await all(link), ["closed"]);
});

test("a ping is answered and not told", async () => {
  using server = new FakeServer();
  const [link, connection] = await linked(server);
  await connection.send(welcomeFrame("ada"), { type: "ping" });
  const events = all(link);
  assertEquals(await connection.receive(), { type: "pong" });
  connection.close();
  assertEquals(await events, ["welcome", "closed"]);
});

test("what a newer server says beyond our words is passed over", async () => {
  using server = new FakeServer();
  const [link, connection] = await linked(server);
  await connection.send(welcomeFrame("ada"));
  await connection.sendRaw(`{"type":"weather"}\nnot json\n${"x".repeat(30_000)}\n`);
  await connection.send({ type: "bye", reason: "closing", text: "" });
  connection.close();
  assertEquals(await all(link), ["welcome", "bye", "closed"]);
});

test("what does not speak our protocol is foreign, also when it ends in mid-line or has no text at all", async () => {
  for (const answer of ["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 Bad", "\x15\x03\x01\x00\x02\x02", "{}\n"]) {
    using server = new FakeServer();
    const [link, connection] = await linked(server);
    await connection.sendRaw(answer);
    connection.close();
    assertEquals(await all(link), ["foreign"]);
  }
});

test("a greeting that came before the first frame is passed over, in each language, and nothing else is", async () => {
  for (const { plain } of [en, it]) {
    using server = new FakeServer();
    const [link, connection] = await linked(server);
    await connection.sendRaw(`${plain.greet("a room")}\r\n${plain.askName}\n`);
    await connection.send(welcomeFrame("ada"));
    connection.close();
    assertEquals(await all(link), ["welcome", "closed"]);
  }
  const answers: readonly (readonly [string, string])[] = [
    ["Hi\nWho?\n", "foreign"],
    ["Hi\nWho?\nAnd?\n", "foreign"],
    [`Hi\n${en.plain.askName}\n`, "closed"],
    ["220 mail ESMTP\n", "foreign"],
    ["-ERR unknown command\n", "foreign"],
    ["<html>\n", "foreign"],
    ["Hi\n[1]\n", "foreign"],
    ["Hi\nWho\x07?\n", "foreign"],
  ];
  for (const [answer, end] of answers) {
    using server = new FakeServer();
    const [link, connection] = await linked(server);
    await connection.sendRaw(answer);
    connection.close();
    assertEquals(await all(link), [end], answer);
  }
});

test("a connection cut in mid-line ends with closed, and half a frame is no frame", async () => {
  using server = new FakeServer();
  const [link, connection] = await linked(server);
  await connection.send(welcomeFrame("ada"));
  await connection.sendRaw('{"type":"message","room":"lob');
  connection.close();
  assertEquals(await all(link), ["welcome", "closed"]);
});

test("a server that floods one endless line is left", async () => {
  using server = new FakeServer();
  const [link, connection] = await linked(server);
  await connection.send(welcomeFrame("ada"));
  const events = all(link);
  await connection.sendRaw("x".repeat(1024 * 1024 + 30_000)).catch(() => {});
  assertEquals(await events, ["welcome", "closed"]);
});

test("frames sent together go out whole and in order, however slowly they are written", async () => {
  const written: string[] = [];
  const link = new Link({
    read: () => Promise.resolve(null),
    write: async (bytes) => {
      await Promise.resolve();
      written.push(new TextDecoder().decode(bytes.subarray(0, 7)));
      return Math.min(7, bytes.length);
    },
    close: () => {},
  });
  for (let i = 0; i < 20; i++) link.send({ type: "say", room: "lobby", text: `number ${i}`, id: i });
  await link.drained();
  const texts = written.join("").trim().split("\n").map((line) => JSON.parse(line).text);
  assertEquals(texts, Array.from({ length: 20 }, (_, i) => `number ${i}`));
});

test("sending into a broken connection is told by the end of the events, not by an error", async () => {
  const link = new Link({
    read: () => Promise.reject(new Deno.errors.ConnectionReset("reset")),
    write: () => Promise.reject(new Deno.errors.BrokenPipe("broken")),
    close: () => {},
  });
  link.send({ type: "ping" });
  await link.drained();
  link.send({ type: "ping" });
  assertEquals(await all(link), ["closed"]);
});

test("connecting gives up when its time is over", async () => {
  using server = new FakeServer();
  const clock = new FakeClock();
  const connecting = connect({ host: "127.0.0.1", port: server.port }, 0, {
    ...clock,
    now: () => 0,
    elapsed: () => 0,
    after: (_ms, run) => {
      run();
      return () => {};
    },
  });
  const late = await server.nextConnection();
  assertEquals(await connecting, { ok: false, failure: { kind: "late" } });
  assertEquals(await late.receive(), undefined);
});
