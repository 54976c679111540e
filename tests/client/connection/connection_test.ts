import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { sayHello } from "../../../client/connection/hello.ts";
import type { QueuedMessage } from "../../../conversation/queue.ts";
import { Connection, type ConnectionEvent, type ConnectionParts } from "../../../client/connection.ts";
import type { ServerFrame } from "../../../protocol.ts";
import { en } from "../../../words/en.ts";
import { FakeClock } from "../../support/clock.ts";
import { type CutPoint, FlakyServer } from "../../support/flaky_server.ts";
import { SENT_AT } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";

const ADDRESS = { host: "127.0.0.1", port: 53000 };
const OPTIONS = { words: en, room: "lobby", client: "chat 0.0.0", timeout: 2000 };
const UNCUT: CutPoint = { fromClient: Infinity, toClient: Infinity };

const unsent = (text: string, id = text): QueuedMessage => ({
  frame: { type: "say", room: "lobby", text, id },
});

/** Somebody in a room, and all that happens to them. */
class Guest {
  readonly clock = new FakeClock();
  readonly events: ConnectionEvent[] = [];
  readonly room: FlakyServer;
  readonly stay: Connection;
  /** What to do when something happens. */
  onEvent: (event: ConnectionEvent) => void = () => {};
  readonly #over: Promise<void>;

  private constructor(server: FlakyServer, clock: FakeClock, stay: Connection) {
    this.room = server;
    this.clock = clock;
    this.stay = stay;
    this.#over = this.#follow();
  }

  static async enter(server: FlakyServer, changes: Partial<ConnectionParts> = {}): Promise<Guest> {
    const clock = new FakeClock();
    const connected = await server.connect(clock);
    if (!connected.ok) throw new Error("nobody there");
    const { link } = connected;
    const { saved } = changes;
    const resume = saved === undefined ? {} : { resume: { token: saved.token, after: saved.seen } };
    const welcome = await sayHello(link, { name: "ada", ...resume }, OPTIONS, clock);
    if (welcome.type !== "welcome") throw new Error(welcome.type);
    const stay = new Connection({
      options: OPTIONS,
      clock,
      link,
      welcome,
      address: ADDRESS,
      acceptsSuggestedName: true,
      chance: () => 0.5,
      connect: (_address, _timeout, clock) => server.connect(clock),
      ...changes,
    });
    return new Guest(server, clock, stay);
  }

  /** What happened, in short. */
  get kinds(): readonly string[] {
    return this.events.map((event) => event.kind === "frame" ? event.frame.type : event.kind);
  }

  /** The numbers of the messages that were shown, in the order in which they were. */
  get shown(): readonly number[] {
    return this.events.flatMap((event) =>
      event.kind === "frame" && event.frame.type === "message" ? event.frame.seq : []
    );
  }

  async leave(): Promise<void> {
    this.stay.close();
    await this.#over;
    assertEquals(this.clock.pending, 0, "a timer is left behind");
  }

  async #follow(): Promise<void> {
    for await (const event of this.stay.events) {
      this.events.push(event);
      this.onEvent(event);
    }
  }
}

const texts = (server: FlakyServer): readonly string[] => server.log.map(({ text }) => text);

test("cut at any byte in either direction, any number of times: each line is in the log once and in order, each message is shown once and in order", async () => {
  let cutsInMidLine = 0;
  const bytes = fc.nat({ max: 900 }).map((count) => count + 1);
  const cut = fc.record({ fromClient: bytes, toClient: fc.nat({ max: 2500 }).map((count) => count + 1) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(cut, { maxLength: 8 }),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      async (cuts, count, areOthersTalking) => {
        const server = new FlakyServer(UNCUT, ...cuts);
        const guest = await Guest.enter(server);
        const said: string[] = [];
        const say = (): void => {
          if (said.length >= count) return;
          said.push(`line ${said.length} ☕`);
          guest.stay.enqueue(unsent(said.at(-1) ?? "", `id-${said.length}`));
        };
        guest.onEvent = ({ kind }) => {
          say(); // Also while offline, and while other lines are being sent again.
          if (kind === "back" && areOthersTalking) server.say("me too");
        };
        for (let i = 0; i < 3; i++) say();
        server.cut();
        await guest.clock.advance(0);
        for (let i = 0; i < 100 && (said.length < count || guest.stay.queuedCount > 0); i++) {
          say();
          await guest.clock.advance(10_000);
        }
        const own = texts(server).filter((text) => text !== "me too");
        assertEquals([own, guest.stay.queuedCount], [said, 0]);
        assertEquals(guest.shown, server.log.map(({ seq }) => seq));
        cutsInMidLine += server.cutsMidLine;
        await guest.leave();
      },
    ),
    { numRuns: 300 },
  );
  assert(cutsInMidLine > 300, `only ${cutsInMidLine} cuts left half a line or lost an answer`);
});

test("cut at any byte, any number of times: each private word comes once and in order, and one is in the rooms that one wanted", async () => {
  const bytes = fc.nat({ max: 700 }).map((count) => count + 1);
  const cut = fc.record({ fromClient: bytes, toClient: fc.nat({ max: 2000 }).map((count) => count + 1) });
  const move = fc.record({ type: fc.constantFrom("join", "part"), room: fc.constantFrom("tea", "ops") });
  await fc.assert(
    fc.asyncProperty(
      fc.array(cut, { maxLength: 6 }),
      fc.array(move, { minLength: 1, maxLength: 8 }),
      async (cuts, moves) => {
        const server = new FlakyServer(UNCUT, ...cuts);
        const guest = await Guest.enter(server);
        const said: string[] = [];
        const wanted = new Set<string>();
        server.cut();
        for (const move of moves) {
          // Cut in between, but asked when there is a connection: without one, moving is refused here.
          for (let i = 0; i < 100 && !guest.stay.send({ type: "ping" }); i++) {
            await guest.clock.advance(10_000);
          }
          const isIn = wanted.has(move.room);
          if (isIn === (move.type === "part")) {
            assert(guest.stay.send(move));
            if (isIn) wanted.delete(move.room);
            else wanted.add(move.room);
          }
          const text = `word ${said.length}`;
          said.push(text);
          guest.stay.enqueue({ frame: { type: "private", to: "bob", text, id: text } });
          await guest.clock.advance(0);
        }
        for (let i = 0; i < 100 && guest.stay.queuedCount > 0; i++) await guest.clock.advance(10_000);
        guest.stay.send({ type: "ping" });
        await guest.clock.advance(60_000);
        assertEquals([server.directMessages, guest.stay.queuedCount], [said, 0]);
        assertEquals([...server.rooms].sort(), [...wanted].sort());
        await guest.leave();
      },
    ),
    { numRuns: 200 },
  );
});

test("it comes back into all of its rooms, and into none that it left", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  for (const name of ["tea", "ops"]) guest.stay.send({ type: "join", room: name });
  await guest.clock.advance(0);
  guest.stay.send({ type: "part", room: "tea" });
  server.rooms.clear();
  server.cut();
  await guest.clock.advance(0);
  const hello = server.hellos.at(-1);
  assert(typeof hello === "object" && hello !== null && "resume" in hello);
  assertEquals(hello.resume, { token: "token", after: { lobby: 0, ops: 0 } });
  assertEquals([...server.rooms], ["ops"]);
  await guest.leave();
});

test("who has left all rooms comes back into none", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  guest.stay.send({ type: "part", room: "lobby" });
  await guest.clock.advance(0);
  server.cut();
  await guest.clock.advance(0);
  const hello = server.hellos.at(-1);
  assert(typeof hello === "object" && hello !== null && "resume" in hello && "room" in hello);
  assertEquals([hello.room, hello.resume], ["", { token: "token", after: {} }]);
  await guest.leave();
});

test("a server that does not know the token any more is told all rooms again, also after the next break", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  guest.stay.send({ type: "join", room: "tea" });
  await guest.clock.advance(0);
  server.token = "another";
  server.rooms.clear();
  server.cut();
  await guest.clock.advance(0);
  assertEquals([...server.rooms], ["tea"]);
  server.rooms.clear();
  server.cut();
  await guest.clock.advance(1000);
  assertEquals([...server.rooms], ["tea"]);
  await guest.leave();
});

test("it comes back at once, with its token and the last number that it has, and tells since when it was away", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  server.say("one");
  await guest.clock.advance(0);
  server.cut();
  await guest.clock.advance(0);
  assertEquals(guest.kinds, ["message", "offline", "back"]);
  assertEquals(server.hellos.at(-1), {
    type: "hello",
    name: "ada",
    room: "lobby",
    client: "chat 0.0.0",
    version: 1,
    resume: { token: "token", after: { lobby: 1 } },
  });
  assertEquals(guest.stay.offlineSince, undefined);
  await guest.leave();
});

test("a connection that is lost again and again is tried less and less often, up to every 30 s", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  server.isDown = true;
  server.cut();
  const waits: number[] = [];
  const { after } = guest.clock;
  guest.clock.after = (ms, run) => {
    waits.push(ms);
    return after.call(guest.clock, ms, run);
  };
  await guest.clock.advance(200_000);
  assertEquals(waits.slice(0, 10), [375, 750, 1500, 3000, 6000, 12_000, 22_500, 22_500, 22_500, 22_500]);
  assertEquals(guest.stay.offlineSince, guest.clock.now() - 200_000);
  server.isDown = false;
  await guest.clock.advance(30_000);
  assertEquals(guest.kinds, ["offline", "back"]);
  await guest.leave();
});

test("while something urgent waits, no second passes without an attempt, also when it came during a long wait", async () => {
  const server = new FlakyServer();
  let isUrgent = false;
  const attempts: number[] = [];
  const guest = await Guest.enter(server, {
    isUrgent: () => isUrgent,
    connect: (_address, _timeout, clock) => {
      attempts.push(clock.elapsed());
      return server.connect(clock);
    },
  });
  server.isDown = true;
  server.cut();
  await guest.clock.advance(100_000);
  isUrgent = true;
  const until = attempts.length;
  await guest.clock.advance(10_000);
  const gaps = attempts.slice(until).map((at, i, all) => at - (i === 0 ? 100_000 : all[i - 1] ?? 0));
  assertEquals([gaps.length >= 10, gaps.every((gap) => gap <= 1000)], [true, true]);
  await guest.leave();
});

test("after an acknowledgement the next attempt is made at once, however often it was tried before", async () => {
  const server = new FlakyServer();
  const attempts: number[] = [];
  const guest = await Guest.enter(server, {
    connect: (_address, _timeout, clock) => {
      attempts.push(clock.elapsed());
      return server.connect(clock);
    },
  });
  server.isDown = true;
  server.cut();
  await guest.clock.advance(60_000);
  server.isDown = false;
  await guest.clock.advance(30_000);
  guest.stay.enqueue(unsent("hello"));
  await guest.clock.advance(1);
  const cutAt = guest.clock.elapsed();
  server.cut();
  await guest.clock.advance(1);
  assertEquals([guest.stay.queuedCount, (attempts.at(-1) ?? 0) - cutAt < 2], [0, true]);
  await guest.leave();
});

test("a server that lets us in and drops us each time is not hammered", async () => {
  const server = new FlakyServer(
    UNCUT,
    ...Array.from({ length: 50 }, () => ({ fromClient: Infinity, toClient: 800 })),
  );
  const guest = await Guest.enter(server);
  guest.onEvent = ({ kind }) => kind === "back" ? server.say("x".repeat(800)) : undefined;
  server.cut();
  await guest.clock.advance(60_000);
  assert(server.hellos.length < 12, `${server.hellos.length} times`);
  await guest.leave();
});

test("a restarting server is given the time that it asked for", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  server.send({ type: "bye", reason: "closing", text: "", back: 5 });
  server.cut();
  await guest.clock.advance(4999);
  assertEquals([guest.kinds, server.hellos.length], [["bye", "offline"], 1]);
  await guest.clock.advance(1001);
  assertEquals(guest.kinds, ["bye", "offline", "back"]);
  await guest.leave();
});

test("one who is replaced, removed or refused does not come back", async () => {
  for (const [reason, code] of [["replaced", 3], ["removed", 4], ["refused", 4]] as const) {
    const server = new FlakyServer();
    const guest = await Guest.enter(server);
    server.send({ type: "bye", reason, text: "" });
    server.cut();
    await guest.clock.advance(60_000);
    assertEquals(guest.events.at(-1), { kind: "ended", end: { code, sentence: en.bye(reason) } });
    assertEquals(server.hellos.length, 1);
    await guest.leave();
  }
});

test("a server that is full by now is tried again until there is a place, as the lost connection may still count", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  const answer = server.repliesTo.bind(server);
  let times = 3;
  server.repliesTo = (line) =>
    line.includes('"hello"') && times-- > 0
      ? [{ type: "error", code: "full", limit: 1, text: "" }, { type: "bye", reason: "refused", text: "" }]
      : answer(line);
  server.cut();
  await guest.clock.advance(60_000);
  assertEquals([guest.kinds, times], [["offline", "back"], -1]);
  await guest.leave();
});

test("one who does not wish to come back ends with the connection", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server, { options: { ...OPTIONS, reconnect: false } });
  server.cut();
  await guest.clock.advance(0);
  assertEquals(guest.events, [{
    kind: "ended",
    end: { code: 3, sentence: en.client.lost("127.0.0.1:53000") },
  }]);
  await guest.leave();
});

test("leaving ends the waiting for a connection at once", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  server.isDown = true;
  server.cut();
  await guest.clock.advance(1000);
  assertEquals(guest.stay.quit(), false);
  await guest.leave();
});

test("a message of which we have the number already is not shown again, but those asked for are", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  server.say("one");
  server.say("two");
  const [one] = server.log;
  if (one !== undefined) server.send(one, { ...one, past: true });
  await guest.clock.advance(0);
  assertEquals(guest.shown, [1, 2]);
  guest.stay.send({ type: "history", room: "lobby" });
  server.say("three");
  await guest.clock.advance(0);
  assertEquals(guest.shown, [1, 2, 3, 1, 2, 3]);
  await guest.leave();
});

test("another log begins from its beginning: it has fewer messages, or does not know our token", async () => {
  for (const isShorter of [true, false]) {
    const server = new FlakyServer();
    const guest = await Guest.enter(server);
    for (const text of ["one", "two", "three"]) server.say(text);
    await guest.clock.advance(0);
    server.log.length = 0;
    if (!isShorter) server.token = "another";
    server.cut();
    for (const text of isShorter ? ["uno", "due"] : ["uno", "due", "tre", "quattro"]) server.say(text);
    await guest.clock.advance(0);
    assertEquals(guest.shown.slice(3), isShorter ? [] : [1, 2, 3, 4]);
    server.say("more");
    await guest.clock.advance(0);
    assertEquals(guest.shown.at(-1), isShorter ? 3 : 5);
    await guest.leave();
  }
});

test("what could not be stored is sent again after a moment, before what is newer", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  server.storesToFail = 3;
  guest.stay.enqueue(unsent("one"));
  guest.stay.enqueue(unsent("two"));
  await guest.clock.advance(0);
  guest.stay.enqueue(unsent("three"));
  await guest.clock.advance(0);
  assertEquals([texts(server), guest.stay.queuedCount], [[], 3]);
  await guest.clock.advance(375); // The first of them once more.
  assertEquals([texts(server), guest.stay.queuedCount], [[], 3]);
  await guest.clock.advance(1500);
  assertEquals([texts(server), guest.stay.queuedCount], [["one", "two", "three"], 0]);
  await guest.leave();
});

test("a refused message is told with what it was, and waits no more", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  const one = unsent("one");
  server.isDown = true;
  server.cut();
  await guest.clock.advance(0);
  guest.stay.enqueue(one);
  assertEquals(guest.stay.queued, [one]);
  server.isDown = false;
  const refusal: ServerFrame = { type: "error", code: "empty", text: "", id: "one" };
  server.repliesTo =
    ((answer) => (line: string) => line.includes('"say"') ? [refusal] : answer.call(server, line))(
      server.repliesTo,
    );
  await guest.clock.advance(1000);
  const last = guest.events.at(-1);
  assert(last?.kind === "frame");
  assertEquals([last.frame, last.about, guest.stay.queuedCount], [refusal, one, 0]);
  await guest.leave();
});

test("what an earlier run left is sent first, with the ids that it had", async () => {
  const server = new FlakyServer();
  server.say("before");
  server.repliesTo('{"type":"say","room":"lobby","text":"old","id":"old"}');
  const saved = { token: "token", seen: { lobby: 1 }, queued: [unsent("old").frame, unsent("older").frame] };
  const guest = await Guest.enter(server, { saved });
  guest.stay.enqueue(unsent("new"));
  await guest.clock.advance(0);
  assertEquals([texts(server), guest.stay.queuedCount], [["before", "old", "older", "new"], 0]);
  assertEquals(guest.shown, [2, 3, 4]);
  await guest.leave();
});

test("a name that somebody else has by now is exchanged for the one that is offered, or is the end", async () => {
  for (const acceptsSuggestedName of [true, false]) {
    const server = new FlakyServer();
    const guest = await Guest.enter(server, { acceptsSuggestedName });
    const answer = server.repliesTo.bind(server);
    server.repliesTo = (line) =>
      line.includes('"name":"ada"')
        ? [{ type: "error", code: "name-taken", name: "ada", suggestion: "ada2", text: "" }]
        : answer(line);
    server.cut();
    await guest.clock.advance(0);
    const last = guest.events.at(-1);
    if (acceptsSuggestedName) {
      assert(last?.kind === "back");
      assertEquals([last.frame.name, last.taken], ["ada2", "ada"]);
    } else {
      const sentence = en.problem({ code: "name-taken", name: "ada", suggestion: "ada2" });
      assertEquals(last, { kind: "ended", end: { code: 4, sentence } });
    }
    await guest.leave();
  }
});

test("a new name is the one to come back with", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  server.send({ type: "renamed", from: "Ada", to: "ada.l", at: SENT_AT });
  await guest.clock.advance(0);
  server.cut();
  await guest.clock.advance(0);
  const hello = server.hellos.at(-1);
  assert(typeof hello === "object" && hello !== null && "name" in hello);
  assertEquals(hello.name, "ada.l");
  await guest.leave();
});

test("a link on which nothing is heard is asked after 20 s and given up after 20 more", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  const answer = server.repliesTo.bind(server);
  const heard: string[] = [];
  server.repliesTo = (line) => {
    heard.push(line);
    return line.includes("ping") ? [] : answer(line);
  };
  await guest.clock.advance(19_999);
  assertEquals(heard, []);
  await guest.clock.advance(1);
  assertEquals(heard, ['{"type":"ping"}']);
  await guest.clock.advance(19_999);
  assertEquals(guest.kinds, []);
  await guest.clock.advance(1);
  assertEquals(guest.kinds, ["offline", "back"]);
  await guest.leave();
});

test("a link that answers is kept, and the answer is nobody's business", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  await guest.clock.advance(200_000);
  guest.stay.send({ type: "ping" });
  await guest.clock.advance(0);
  assertEquals([guest.kinds, server.hellos.length], [["pong"], 1]);
  await guest.leave();
});

test("after the machine has slept, the link is asked at once", async () => {
  const server = new FlakyServer();
  const guest = await Guest.enter(server);
  const heard: string[] = [];
  server.repliesTo = (line) => {
    heard.push(line);
    return [];
  };
  guest.clock.jump(3_600_000);
  await guest.clock.advance(5000);
  assertEquals(heard, ['{"type":"ping"}']);
  await guest.leave();
});
