/** What a search finds, whichever log it looks in: always compared with looking at every message there is. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Query } from "../../../protocol/query.ts";
import type { MessageFrame } from "../../../protocol.ts";
import { countUnread, searchFile } from "../../../server/store/search/search_file.ts";
import { FtsIndex } from "../../../server/store/search/index.ts";
import type { Draft, ServerLog } from "../../../server/store/log.ts";
import { MemoryLog } from "../../../server/store/log/memory.ts";
import { MemoryFinder } from "../../../server/store/search/memory_finder.ts";
import type {
  SearchRequest,
  SearchResult,
  UnreadRequest,
  UnreadResult,
} from "../../../server/store/search.ts";
import { FakeClock } from "../../support/clock.ts";
import { draft, openLogWithDatabase, store, trimAll } from "../../support/log_fixtures.ts";
import { test } from "../../support/sanitized.ts";

type Asking = Omit<SearchRequest, "requester">;
type Hits = Extract<SearchResult, { kind: "found" }>;

/** A log that can be searched. */
interface Kind extends Disposable {
  readonly history: ServerLog;
  /** Works at the index, if there is one. */
  index(): void;
  search(wanted: Asking): Promise<SearchResult>;
  unread(wanted: Omit<UnreadRequest, "requester">): Promise<UnreadResult>;
}

function inMemory(): Kind {
  const history = new MemoryLog();
  const clock = new FakeClock();
  const finder = new MemoryFinder(history, true, clock);
  async function answer<Result>(ask: (done: (result: Result) => void) => void): Promise<Result> {
    const results: Result[] = [];
    ask((result) => void results.push(result));
    assertEquals(results, [], "an answer in the same turn");
    while (results.length === 0) await clock.advance(1);
    const [result] = results;
    assert(result !== undefined);
    return result;
  }
  return {
    history,
    index: () => {},
    search: (wanted) => answer((done) => finder.search({ requester: 1, ...wanted }, done)),
    unread: (wanted) => answer((done) => finder.unread({ requester: 1, ...wanted }, done)),
    [Symbol.dispose]: () => finder.close(),
  };
}

/** @param slices How much of what was said is in the index. */
function inFile(slices = Infinity): Kind {
  const { history, index: building } = openLogWithDatabase();
  const { files } = building;
  const index = (): void => {
    for (let i = 0; i < slices && building.step();) i++;
  };
  return {
    history,
    index: () => void building.step(),
    search(wanted) {
      index();
      return Promise.resolve(searchFile(files, wanted, () => false));
    },
    unread(wanted) {
      index();
      return Promise.resolve(countUnread(files, wanted, () => false));
    },
    [Symbol.dispose]: () => history.close(),
  };
}

/** Its index is in so small volumes that there are many, of which some go back in time. */
function inVolumes(slices = Infinity): Kind {
  const { history, index: { files } } = openLogWithDatabase();
  const index = (): void => {
    const small = new FtsIndex(files, { volume: 6, slice: 2 });
    for (let i = 0; i < slices && small.step();) i++;
  };
  return {
    history,
    index,
    search(wanted) {
      index();
      return Promise.resolve(searchFile(files, wanted, () => false));
    },
    unread(wanted) {
      index();
      return Promise.resolve(countUnread(files, wanted, () => false));
    },
    [Symbol.dispose]: () => history.close(),
  };
}

const kinds = [
  ["in memory", inMemory],
  ["in a file", () => inFile()],
  ["in a file without an index yet", () => inFile(0)],
  ["in a file with half an index", () => inFile(1)],
  ["in a file with many volumes", () => inVolumes()],
  ["in a file with a few of its volumes", () => inVolumes(2)],
] as const;

/** A query for words, as `parseQuery` gives it. */
function query(words: string, changes: Partial<Query> = {}): Query {
  const terms = words.split(" ").filter((word) => word !== "").map((text) => ({
    text: text.replaceAll("_", " "),
    isPhrase: text.includes("_"),
  }));
  return { terms, rooms: [], from: [], context: 0, ...changes };
}

function hitsOf(found: SearchResult): Hits {
  assert(found.kind === "found", found.kind);
  return found;
}

function numbers(hits: Hits["hits"]): readonly string[] {
  return hits.map(({ message: { room, seq }, isNear }) => `${isNear ? "~" : ""}${room}${seq}`);
}

for (const [name, make] of kinds) {
  const each = (what: string, run: (kind: Kind) => Promise<void>): void =>
    test(`a search ${name}: ${what}`, async () => {
      using kind = make();
      await run(kind);
    });
  const finds = async (
    kind: Kind,
    wanted: Query,
    rooms = ["lobby"],
    limit = 99,
  ): Promise<readonly string[]> => numbers(hitsOf(await kind.search({ query: wanted, rooms, limit })).hits);

  each("the newest first, with what was found marked, in five scripts", async (kind) => {
    const texts = ["Deployed!", "Città più bella", "Завтра деплой", "我们去東京都", "ภาษาไทยง่าย", "हिन्दी में"];
    store(kind.history, ...texts.map((text, i) => draft(text, { at: 1_000 + i })));
    const searches = ["deploy", "CITTA", "ДЕПЛОЙ", "東京", "ไทย", "हिन्दी", "nothing"];
    const found: (readonly string[])[] = [];
    for (const words of searches) found.push(await finds(kind, query(words)));
    assertEquals(found, [["lobby1"], ["lobby2"], ["lobby3"], ["lobby4"], ["lobby5"], ["lobby6"], []]);
    const { hits } = hitsOf(await kind.search({ query: query("東京"), rooms: ["lobby"], limit: 9 }));
    assertEquals(hits[0]?.marks, [[3, 5]]);
    assertEquals(hits[0]?.message.text, "我们去東京都");
  });

  each("all words must be there, a phrase in one piece", async (kind) => {
    store(kind.history, draft("red green blue"), draft("blue red"), draft("green"), draft("red, GREEN"));
    assertEquals(await finds(kind, query("red green")), ["lobby4", "lobby1"]);
    assertEquals(await finds(kind, query("red_green")), ["lobby4", "lobby1"]);
    assertEquals(await finds(kind, query("green_red")), []);
  });

  each("who and when narrow it, and a sender alone is enough", async (kind) => {
    const said = [["ada", 1], ["Zoë", 2], ["ada", 3], ["d.j_x", 4], ["d-j_x", 5]] as const;
    store(kind.history, ...said.map(([from, at]) => draft("tea", { from, at })));
    assertEquals(await finds(kind, query("", { from: ["zoë"] })), ["lobby2"]);
    assertEquals(await finds(kind, query("", { from: ["d.j_x"] })), ["lobby4"]);
    assertEquals(await finds(kind, query("tea", { from: ["ada", "zoë"] })), ["lobby3", "lobby2", "lobby1"]);
    assertEquals(await finds(kind, query("ada")), []);
    assertEquals(await finds(kind, query("tea", { after: 2, before: 4 })), ["lobby3", "lobby2"]);
    assertEquals(await finds(kind, query("tea", { before: 1 })), []);
    assertEquals(await finds(kind, query("tea", { after: 6 })), []);
  });

  each("several rooms are one list by time, and only those that may be read", async (kind) => {
    const said = [["lobby", 1], ["tea", 2], ["secret", 3], ["lobby", 4], ["tea", 5]] as const;
    store(kind.history, ...said.map(([room, at]) => draft("hello", { room, at })));
    const hello = query("hello");
    assertEquals(await finds(kind, hello, ["lobby", "tea"]), ["tea2", "lobby2", "tea1", "lobby1"]);
    assertEquals(await finds(kind, hello, ["tea", "tea"]), ["tea2", "tea1"]);
    assertEquals(await finds(kind, hello, ["none"]), []);
    assertEquals(await finds(kind, hello, []), []);
  });

  each("what stands around a hit comes with it, each message once", async (kind) => {
    const texts = ["a", "b", "hit", "c", "hit", "d", "e", "f", "hit"];
    store(kind.history, ...texts.map((text, i) => draft(text, { at: i })));
    store(kind.history, draft("other room", { room: "tea" }));
    assertEquals(await finds(kind, query("hit", { context: 1 })), [
      "~lobby8",
      "lobby9",
      "~lobby4",
      "lobby5",
      "~lobby6",
      "~lobby2",
      "lobby3",
    ]);
  });

  each("a topic is found and is one, and so is what somebody does", async (kind) => {
    store(kind.history, draft("about tea", { topic: true }), draft("drinks tea", { action: true }));
    const { hits } = hitsOf(await kind.search({ query: query("tea"), rooms: ["lobby"], limit: 9 }));
    assertEquals(hits.map(({ message: { action, topic } }) => [action, topic]), [[true, undefined], [
      undefined,
      true,
    ]]);
  });

  each(
    "a page goes on where the last one ended, whatever is said meanwhile, and not into another room",
    async (kind) => {
      store(
        kind.history,
        ...Array.from({ length: 25 }, (_, i) => draft("x", { room: i % 3 ? "lobby" : "tea", at: i })),
      );
      const rooms = ["lobby", "tea"];
      const first = hitsOf(await kind.search({ query: query("x"), rooms, limit: 10 }));
      assertEquals([first.count, typeof first.more], [10, "string"]);
      store(
        kind.history,
        draft("x", { at: 99 }),
        draft("x", { room: "new", at: 99 }),
        draft("x", { room: "secret" }),
      );
      const cursor = first.more ?? "";
      const second = hitsOf(
        await kind.search({ query: query("x"), rooms: [...rooms, "new"], limit: 99, cursor }),
      );
      assertEquals([second.count, second.more], [15, undefined]);
      assertEquals(new Set(numbers([...first.hits, ...second.hits])).size, 25);
      const times = [...first.hits, ...second.hits].map(({ message: { at } }) => at);
      assertEquals(times, Array.from({ length: 25 }, (_, i) => 24 - i));
      const elsewhere = hitsOf(await kind.search({ query: query("x"), rooms: ["secret"], limit: 9, cursor }));
      assertEquals(elsewhere.hits, []);
    },
  );

  each("what is no cursor is told from one", async (kind) => {
    store(kind.history, draft("x"));
    for (const cursor of ["", "x", "1", "%", "1.2-", '[["lobby"]]', "{}", "1.zzzzzzzzzzzzzzzz"]) {
      const { kind: what } = await kind.search({ query: query("x"), rooms: ["lobby"], limit: 9, cursor });
      assertEquals(what, "bad-cursor", cursor);
    }
  });

  each("what is not read: how much, the last of it, and who names me, but not I myself", async (kind) => {
    const said = ["hey Bob", "bobby", "bob: tea?", "x", "bob!"];
    store(kind.history, ...said.map((text, i) => draft(text, { at: i * 2 })));
    store(kind.history, draft("I am bob", { from: "BOB", at: 9 }), draft("bob", { room: "tea", at: 5 }));
    store(kind.history, draft("read", { room: "old", at: 3 }));
    const rooms = [{ room: "tea", after: 0 }, { room: "lobby", after: 1 }, { room: "old", after: 1 }];
    const result = await kind.unread({ name: "bob", rooms });
    assert(result.kind === "unread");
    assertEquals(numbers(result.mentions), ["lobby3", "tea1", "lobby5"]);
    assertEquals(result.mentions.map(({ marks }) => marks.length), [1, 1, 1]);
    assertEquals(
      result.rooms.map(({ room, count, mentions, last }) => [room, count, mentions, last.text]),
      [["tea", 1, 1, "bob"], ["lobby", 4, 2, "I am bob"]],
      "what I said is not counted",
    );
  });

  each("a room in which only I spoke is none to catch up on", async (kind) => {
    store(kind.history, draft("hello"), draft("one", { from: "BOB" }), draft("two", { from: "bob" }));
    const result = await kind.unread({ name: "bob", rooms: [{ room: "lobby", after: 1 }] });
    assert(result.kind === "unread");
    assertEquals(result.rooms, []);
  });

  each("of many that name me the last ten come, the newest last", async (kind) => {
    store(kind.history, ...Array.from({ length: 30 }, (_, i) => draft("bob", { at: i })));
    const result = await kind.unread({ name: "bob", rooms: [{ room: "lobby", after: 0 }] });
    assert(result.kind === "unread");
    assertEquals(result.mentions.map(({ message: { seq } }) => seq), [
      21,
      22,
      23,
      24,
      25,
      26,
      27,
      28,
      29,
      30,
    ]);
    assertEquals(result.rooms[0]?.mentions, 30);
  });

  each("what is not kept any more is neither found nor counted", async (kind) => {
    store(kind.history, ...Array.from({ length: 10 }, (_, i) => draft("x bob", { at: i })));
    await finds(kind, query("x"));
    trimAll(kind.history, { kind: "count", count: 3 }, 0);
    assertEquals(await finds(kind, query("x")), ["lobby10", "lobby9", "lobby8"]);
    const result = await kind.unread({ name: "bob", rooms: [{ room: "lobby", after: 2 }] });
    assert(result.kind === "unread");
    assertEquals([result.rooms[0]?.count, result.rooms[0]?.mentions], [3, 3]);
  });
}

/** Words as they are written, and how they are to be compared: one letter after the other where that is how it is. */
const WORDS: readonly (readonly [string, string])[] = [
  ["deploy", "deploy"],
  ["Deployed", "deployed"],
  ["DEP", "dep"],
  ["ok", "ok"],
  ["Città", "citta"],
  ["cittadina", "cittadina"],
  ["Ёлка", "елка"],
  ["ΆΓΙΟΣ", "αγιοσ"],
  ["東京都", "東 京 都"],
  ["京都", "京 都"],
  ["東京", "東 京"],
  ["ไทย", "ไ ท ย"],
  ["हिन्दी", "हिन्दी"],
  ["42", "42"],
];

const anyWord = fc.constantFrom(...WORDS);
const anySaid = fc.record({
  room: fc.constantFrom("lobby", "tea", "secret"),
  from: fc.constantFrom("ada", "Zoë"),
  words: fc.array(anyWord, { minLength: 1, maxLength: 5 }),
  step: fc.integer({ min: -2, max: 5 }),
});
const anyAsked = fc.record({
  terms: fc.array(
    fc.record({ words: fc.array(anyWord, { minLength: 1, maxLength: 2 }), isPhrase: fc.boolean() }),
    { maxLength: 2 },
  ),
  from: fc.subarray(["ada", "zoë"]),
  rooms: fc.subarray(["lobby", "tea"]),
  before: fc.option(fc.nat(60), { nil: undefined }),
  after: fc.option(fc.nat(60), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 5 }),
});

/** Whether a message has a term, in the simplest words. */
function has(text: string, keys: string, isPhrase: boolean): boolean {
  const last = keys.split(" ").at(-1) ?? "";
  const isOpen = !isPhrase && last.length >= 3;
  return ` ${text} `.includes(isOpen ? ` ${keys}` : ` ${keys} `);
}

test("whatever is said and asked, a search finds what looking at everything finds, page by page, each once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySaid, { maxLength: 40 }),
      anyAsked,
      fc.nat(2),
      async (said, asked, slices) => {
        const terms = asked.terms.map(({ words, isPhrase }) => ({
          text: words.map(([written]) => written).join(" "),
          keys: words.map(([, key]) => key).join(" "),
          isPhrase: isPhrase || words.length > 1,
        }));
        if (terms.length === 0 && asked.from.length === 0) return;
        let at = 10;
        const drafts = said.map(({ room, from, words, step }): Draft =>
          draft(words.map(([written]) => written).join(" "), { room, from, at: at += step })
        );
        const { before = Infinity, after = -Infinity, rooms, from, limit } = asked;
        const wanted: Query = {
          terms: terms.map(({ text, isPhrase }) => ({ text, isPhrase })),
          rooms: [],
          from,
          context: 0,
          ...(asked.before !== undefined && { before }),
          ...(asked.after !== undefined && { after }),
        };
        for (const make of [inMemory, () => inFile(), () => inVolumes(), () => inVolumes(slices)]) {
          using kind = make();
          const stored: MessageFrame[] = [];
          for (let i = 0; i < drafts.length; i += 7) {
            stored.push(...store(kind.history, ...drafts.slice(i, i + 7)).map(({ message }) => message));
            kind.index();
          }
          const right = stored.filter((message, i) => {
            const keys = said[i]?.words.map(([, key]) => key).join(" ") ?? "";
            return rooms.includes(message.room) && message.at < before && message.at >= after &&
              (from.length === 0 || from.includes(message.from.toLowerCase())) &&
              terms.every((term) => has(keys, term.keys, term.isPhrase));
          });
          const found: MessageFrame[] = [];
          for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
            const asking = { query: wanted, rooms, limit, ...(cursor !== undefined && { cursor }) };
            const { hits, more, isPartial } = hitsOf(await kind.search(asking));
            assertEquals(isPartial, false);
            assert(hits.length <= limit && page < 60);
            for (const { message, marks } of hits) {
              found.push(message);
              assertEquals(marks.length > 0, terms.length > 0);
            }
            cursor = more;
          }
          const names = (messages: readonly MessageFrame[]) =>
            messages.map(({ room, seq }) => `${room} ${seq}`);
          assertEquals(names(found).sort(), names(right).sort());
          for (const room of rooms) {
            const seqs = found.filter((message) => message.room === room).map(({ seq }) => seq);
            assertEquals(seqs, seqs.toSorted((one, other) => other - one));
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});

test("whoever asks and asks a log in memory is answered at once, and has nothing kept but the last question", () => {
  const clock = new FakeClock();
  const finder = new MemoryFinder(new MemoryLog(), true, clock);
  const told: string[] = [];
  const ask = (): void =>
    finder.unread({ requester: "ada", name: "ada", rooms: [] }, ({ kind }) => void told.push(kind));
  for (let i = 0; i < 1_000; i++) ask();
  assertEquals([told.length, clock.pending], [999, 1]);
});
