/** The page's connection: what goes over it, when it is taken for dead, and when the next is tried. */

import { assertEquals } from "@std/assert";
import { openRoute } from "../../../web/session/route.ts";
import { Socket, type WireSocket } from "../../../web/session/socket.ts";
import { FakeClock } from "../../support/clock.ts";

/** A WebSocket that a test speaks for. */
class FakeWebSocket implements WireSocket {
  readyState = 0;
  onopen: WireSocket["onopen"] = null;
  onmessage: WireSocket["onmessage"] = null;
  onclose: WireSocket["onclose"] = null;
  onerror: WireSocket["onerror"] = null;
  readonly sent: string[] = [];

  open(): void {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }

  say(text: string): void {
    this.onmessage?.(new MessageEvent("message", { data: text }));
  }

  end(): void {
    this.readyState = 3;
    this.onclose?.(new CloseEvent("close"));
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.readyState = 3;
  }
}

const HOME = "http://127.0.0.1:53001/";

function connection() {
  const route = openRoute(HOME, true, () => 0.5);
  const clock = new FakeClock(0);
  const sockets: FakeWebSocket[] = [];
  const told: string[] = [];
  const asked: string[] = [];
  let wake = (): void => {};
  const socket = new Socket({
    opened: () => void told.push("opened"),
    received: ({ type }) => void told.push(type),
    lost: () => void told.push("lost"),
  }, {
    clock,
    chance: () => 0.5,
    base: HOME,
    onServers: (use) => use(route),
    onAlone: () => void told.push("alone"),
    connect: (base) => {
      asked.push(base);
      const made = new FakeWebSocket();
      sockets.push(made);
      return made;
    },
    onWake: (run) => wake = run,
    onUnknown: (line) => void told.push(`unknown ${line}`),
  });
  const last = (): FakeWebSocket => sockets.at(-1) ?? new FakeWebSocket();
  return { clock, sockets, asked, told, socket, last, wake: () => wake() };
}

Deno.test("frames come a line each, several in a text; a ping is answered, and what is no frame is passed over", () => {
  const { socket, last, told } = connection();
  socket.start();
  socket.start();
  socket.send({ type: "rooms" });
  last().open();
  last().say('{"type":"back"}\n{"type":"away","why":"tea"}\n');
  last().say('{"type":"ping"}\n');
  last().say('nonsense\n{"type":"newer","x":1}\n{"type":"message","room":"tea"}\n{"type":"pong"}\n');
  socket.send({ type: "rooms" });
  assertEquals(told, [
    "opened",
    "back",
    "away",
    "unknown nonsense",
    'unknown {"type":"newer","x":1}',
    'unknown {"type":"message","room":"tea"}',
    "pong",
  ]);
  assertEquals(last().sent, ['{"type":"pong"}', '{"type":"rooms"}']);
  socket.stop();
});

Deno.test("after a loss it is tried again: at once, then after a while that grows; after a good connection at once again", async () => {
  const { socket, last, sockets, clock, told } = connection();
  socket.start();
  last().open();
  last().end();
  assertEquals(told, ["opened", "lost"]);
  await clock.advance(0);
  assertEquals(sockets.length, 2);
  last().end();
  await clock.advance(300);
  assertEquals(sockets.length, 2);
  await clock.advance(200);
  assertEquals(sockets.length, 3);
  last().open();
  await clock.advance(9_000);
  last().say('{"type":"pong"}');
  await clock.advance(2_000);
  last().end();
  await clock.advance(0);
  assertEquals(sockets.length, 4);
  socket.stop();
});

Deno.test("after a loss it is tried at once when a message of ours arrived over the connection, however short it held", async () => {
  for (
    const arrived of [
      '{"type":"ack","id":"1","room":"lobby","seq":1,"at":1}',
      '{"type":"delivered","id":"1","to":"ada","at":1}',
    ]
  ) {
    const { socket, last, sockets, clock } = connection();
    socket.start();
    for (let times = 0; times < 4; times++) {
      last().open();
      last().say(arrived);
      last().end();
      await clock.advance(0);
      assertEquals(sockets.length, times + 2, arrived);
    }
    socket.stop();
  }
});

Deno.test("a server that said when it is back is not tried before, once", async () => {
  const { socket, last, sockets, clock } = connection();
  socket.start();
  last().open();
  socket.retryNotBefore(5_000);
  last().end();
  await clock.advance(4_999);
  assertEquals(sockets.length, 1);
  await clock.advance(1);
  assertEquals(sockets.length, 2);
  last().end();
  await clock.advance(1_000);
  assertEquals(sockets.length, 3);
  socket.stop();
});

Deno.test("where many have just come in, the connection is given up and made again when the server says", async () => {
  const { socket, last, sockets, clock } = connection();
  socket.start();
  last().open();
  socket.retryAfter(5_000);
  await clock.advance(4_999);
  assertEquals(sockets.length, 1);
  await clock.advance(1);
  assertEquals(sockets.length, 2);
  socket.stop();
});

Deno.test("a server that is silent is asked, and one that does not answer is given up", async () => {
  const { socket, last, sockets, clock, told } = connection();
  socket.start();
  last().open();
  await clock.advance(20_000);
  assertEquals(last().sent, ['{"type":"ping"}']);
  last().say('{"type":"pong"}');
  await clock.advance(20_000);
  assertEquals(last().sent.length, 2);
  await clock.advance(20_000);
  assertEquals([told.at(-1), sockets.length], ["lost", 2]);
  await clock.advance(41_000); // And one that cannot be reached.
  assertEquals([told.filter((one) => one === "lost").length, sockets.length >= 3], [2, true]);
  socket.stop();
});

Deno.test("whoever looks again need not wait: the server is asked, or connected to at once", async () => {
  const { socket, last, sockets, clock, wake } = connection();
  wake();
  assertEquals(sockets.length, 0);
  socket.start();
  wake();
  assertEquals([sockets.length, sockets[0]?.readyState], [2, 3]);
  last().open();
  wake();
  assertEquals([last().sent, sockets.length], [['{"type":"ping"}'], 2]);
  last().end();
  wake();
  assertEquals(sockets.length, 3);
  await clock.advance(1_000);
  assertEquals(sockets.length, 3);
  socket.stop();
});

Deno.test("a connection that is stopped is over: nothing of it is heard, and none follows", async () => {
  const { socket, last, sockets, clock, told, wake } = connection();
  socket.start();
  last().open();
  const { onmessage } = last();
  socket.stop();
  assertEquals([last().readyState, last().onmessage, onmessage === null], [3, null, false]);
  wake();
  await clock.advance(100_000);
  assertEquals([sockets.length, told], [1, ["opened"]]);
});

Deno.test("with other servers one that does not answer is left for the next at once, and where it is let in it stays", async () => {
  const { socket, asked, last, clock } = connection();
  socket.start();
  last().open();
  socket.learn(["127.0.0.1:53002", "127.0.0.1:53003"]);
  const [two, three] = ["http://127.0.0.1:53002/", "http://127.0.0.1:53003/"];
  await clock.advance(10_000);
  last().end();
  await clock.advance(0); // It held, so the first attempt is made at once: where it was.
  assertEquals(asked, [HOME, HOME]);
  last().onerror?.(new Event("error"));
  await clock.advance(0);
  last().end();
  await clock.advance(0);
  assertEquals(asked.slice(2), [two, three]);
  assertEquals(socket.base, three);
  last().open();
  last().end(); // Opened, but not let in.
  await clock.advance(0);
  assertEquals(asked.length, 4, "all were tried: now it waits");
  const untilAsked = async (count: number): Promise<void> => {
    while (asked.length < count) await clock.advance(100);
  };
  await untilAsked(5);
  assertEquals(asked[4], three);
  last().open();
  socket.learn([]);
  last().end();
  await untilAsked(6);
  assertEquals(asked.slice(5), [three], "where it was let in comes first");
  last().end();
  await clock.advance(0);
  assertEquals(asked.slice(6), [HOME]);
});

Deno.test("what came encrypted goes on encrypted, and what others may have read along goes nowhere else", () => {
  const reached = (home: string, isSafe: boolean, ...servers: readonly string[]): readonly string[] => {
    const route = openRoute(home, isSafe, () => 0.5);
    route.learn(servers);
    const reached: string[] = [];
    route.next(); // Where it was comes first.
    while (route.next()) reached.push(route.base);
    return reached;
  };
  const all = ["chat2.example:53000", "[::1]:53003", "no place"];
  const encrypted = ["https://chat2.example:53000/", "https://[::1]:53003/"];
  assertEquals(reached("https://chat.example/#tea", true, ...all), encrypted);
  assertEquals(reached("http://localhost:53001/", true, "127.0.0.1:53002"), ["http://127.0.0.1:53002/"]);
  assertEquals(reached("http://192.0.2.7:53000/", false, ...all), []);
});

Deno.test("where other servers are is remembered for a page that is loaded without its own, and forgotten where there are none", () => {
  const kept: (readonly string[])[] = [];
  const route = openRoute(HOME, true, () => 0.5, (places) => kept.push(places));
  route.learn(["127.0.0.1:53002", "no place"]);
  route.learn([]);
  assertEquals(kept, [["http://127.0.0.1:53002/"], []]);
  const { socket, told } = connection();
  socket.learn([]);
  assertEquals(told, ["alone"]);
});
