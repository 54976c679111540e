/** What the room can rely on, whichever log it has. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { cleanText } from "../../../protocol/text.ts";
import type { MessageFrame, MessageId } from "../../../protocol.ts";
import type { Draft, ServerLog } from "../../../server/store/log.ts";
import { MemoryLog } from "../../../server/store/log/memory.ts";
import { openLog } from "../../../server/store/log/open.ts";
import { anyText, messageId } from "../../support/arbitraries.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { draft, seqs, store, storedMember, storeNumbered, trimAll } from "../../support/log_fixtures.ts";
import { test } from "../../support/sanitized.ts";

/** A kind of log; `reopen` gives the same one as after its server has ended, if it survives that. */
interface Kind extends Disposable {
  readonly history: ServerLog;
  reopen(): ServerLog;
}

function inMemory(): Kind {
  const history = new MemoryLog();
  return { history, reopen: () => history, [Symbol.dispose]: () => history.close() };
}

function inFile(): Kind {
  const folder = new TempFolder();
  let history = openLog(folder.file("chat.db"), "process");
  return {
    get history() {
      return history;
    },
    reopen() {
      history.close();
      return history = openLog(folder.file("chat.db"), "process");
    },
    [Symbol.dispose]() {
      history.close();
      folder[Symbol.dispose]();
    },
  };
}

for (const [name, make] of [["in memory", inMemory], ["in a file", inFile]] as const) {
  const both = (what: string, run: (kind: Kind) => void): void =>
    test(`a log ${name}: ${what}`, () => {
      using kind = make();
      run(kind);
    });

  both("messages of a room are numbered from 1 without gaps, and each room on its own", (kind) => {
    const stored = store(kind.history, draft("a"), draft("b", { room: "tea" }), draft("c"));
    store(kind.reopen(), draft("d", { room: "tea" }), draft("e"));
    assertEquals(stored.map(({ message: { room, seq, text } }) => [room, seq, text]), [
      ["lobby", 1, "a"],
      ["tea", 1, "b"],
      ["lobby", 2, "c"],
    ]);
    const { history } = kind;
    assertEquals([history.last("lobby"), history.last("tea"), history.last("none")], [3, 2, 0]);
    assertEquals(history.read("lobby", { after: 0, limit: 9 }).map(({ text }) => text), ["a", "c", "e"]);
  });

  both("a message comes back with all that it had, and no more", (kind) => {
    const [stored] = store(
      kind.history,
      draft("waves", { id: "a-1", action: true, at: 5, from: "Zoë", personId: 7 }),
    );
    const wanted: MessageFrame = {
      type: "message",
      room: "lobby",
      seq: 1,
      at: 5,
      from: "Zoë",
      person: kind.history.publicIdOf(7),
      text: "waves",
      id: "a-1",
      action: true,
    };
    assertEquals(stored, { message: wanted, isRepeat: false });
    assertEquals(kind.reopen().read("lobby", { after: 0, limit: 1 }), [wanted]);
    assertEquals(Object.keys(store(kind.history, draft("plain", { personId: 0 }))[0]?.message ?? {}).sort(), [
      "at",
      "from",
      "room",
      "seq",
      "text",
      "type",
    ]);
  });

  both(
    "what is sent again is recognised by its person and id: in the same turn, later, and after the end",
    (kind) => {
      const again = draft("one", { id: "x", personId: 3, at: 9_999 });
      const first = store(kind.history, draft("one", { id: "x", personId: 3 }), again, draft("two"));
      const later = store(kind.history, again);
      const after = store(kind.reopen(), again, draft("three"));
      assertEquals(first.map(({ message, isRepeat }) => [message.seq, isRepeat]), [[1, false], [1, true], [
        2,
        false,
      ]]);
      assertEquals(later.map(({ message, isRepeat }) => [message, isRepeat]), [[first[0]?.message, true]]);
      assertEquals(after.map(({ message, isRepeat }) => [message.seq, isRepeat]), [[1, true], [3, false]]);
      assertEquals(after[0]?.message, first[0]?.message);
      assertEquals(kind.history.last("lobby"), 3);
    },
  );

  both(
    "of a hundred said at once, those that were sent before are found wherever they stand among them",
    (kind) => {
      const hundred = Array.from({ length: 100 }, (_, index) => draft(`${index}`, { id: index }));
      const before = [0, 63, 64, 85, 99];
      store(kind.history, ...before.map((index) => draft(`${index}`, { id: index })));
      const outcomes = store(kind.history, ...hundred);
      let last = before.length;
      const wanted = hundred.map((_, index) => before.includes(index) ? before.indexOf(index) + 1 : ++last);
      assertEquals(outcomes.map(({ message: { seq } }) => seq), wanted);
      assertEquals(outcomes.flatMap(({ isRepeat }, index) => isRepeat ? [index] : []), before);
      const others = store(kind.history, ...hundred.map(({ text }) => draft(text, { id: `other ${text}` })));
      assertEquals(others.map(({ message: { seq } }) => seq), hundred.map((_, index) => last + 1 + index));
      const read = kind.reopen().read("lobby", { after: 0, limit: 999 });
      assertEquals(seqs(read), Array.from({ length: 200 }, (_, index) => index + 1));
      assertEquals(read.slice(-100).map(({ text }) => text), hundred.map(({ text }) => text));
    },
  );

  both(
    "the same id is another message when somebody else sends it, or when it is a number and not a text",
    (kind) => {
      const ids: readonly (readonly [number, MessageId])[] = [[1, "1"], [2, "1"], [1, 1], [2, 1], [1, "01"]];
      const send = () =>
        store(kind.history, ...ids.map(([person, id]) => draft("x", { personId: person, id })));
      assertEquals(send().map(({ message: { seq, id } }) => [seq, id]), ids.map(([, id], i) => [i + 1, id]));
      kind.reopen();
      assertEquals(
        send().map(({ message: { seq }, isRepeat }) => [seq, isRepeat]),
        ids.map((_, i) => [i + 1, true]),
      );
    },
  );

  both("messages without an id are never repeats", (kind) => {
    store(kind.history, draft("x"), draft("x"));
    assertEquals(kind.history.last("lobby"), 2);
  });

  both("reading gives the first after a number or the last before one, never more than is wanted", (kind) => {
    storeNumbered(kind.history, 10);
    store(kind.history, draft("elsewhere", { room: "tea" }));
    const { history } = kind;
    const read = (range: Parameters<ServerLog["read"]>[1]) => seqs(history.read("lobby", range));
    assertEquals(read({ after: 0, limit: 3 }), [1, 2, 3]);
    assertEquals(read({ after: 8, limit: 3 }), [9, 10]);
    assertEquals(read({ after: 10, limit: 3 }), []);
    assertEquals(read({ after: 99, limit: 3 }), []);
    assertEquals(read({ before: 11, limit: 3 }), [8, 9, 10]);
    assertEquals(read({ before: 3, limit: 9 }), [1, 2]);
    assertEquals(read({ before: 1, limit: 3 }), []);
    assertEquals(read({ before: 0, limit: 3 }), []);
    assertEquals(read({ before: Number.MAX_SAFE_INTEGER, limit: 2 }), [9, 10]);
    assertEquals(read({ after: Number.MAX_SAFE_INTEGER, limit: 2 }), []);
    assertEquals(read({ after: 0, limit: 0 }), []);
    assertEquals(seqs(history.read("none", { after: 0, limit: 3 })), []);
  });

  both("trimming by count lets the oldest go; numbers go on, and so does what is first", (kind) => {
    const { history } = kind;
    assertEquals([history.first("lobby"), history.last("lobby")], [1, 0]);
    storeNumbered(history, 10);
    trimAll(history, { kind: "forever" }, 0);
    assertEquals(history.first("lobby"), 1);
    trimAll(history, { kind: "count", count: 4 }, 0);
    assertEquals(seqs(kind.reopen().read("lobby", { after: 0, limit: 99 })), [7, 8, 9, 10]);
    assertEquals([kind.history.first("lobby"), kind.history.last("lobby")], [7, 10]);
    assertEquals(store(kind.history, draft("next"))[0]?.message.seq, 11);
  });

  both("trimming by age lets go of all that is too old, also when that is all", (kind) => {
    storeNumbered(kind.history, 10);
    trimAll(kind.history, { kind: "age", ms: 3_500 }, 10_000);
    assertEquals([kind.history.first("lobby"), kind.history.last("lobby")], [7, 10]);
    trimAll(kind.history, { kind: "age", ms: 1 }, 99_000);
    kind.reopen();
    assertEquals([kind.history.first("lobby"), kind.history.last("lobby")], [11, 10]);
    assertEquals(store(kind.history, draft("next"))[0]?.message.seq, 11);
  });

  both("trimming by age leaves no hole where the clock was set back", (kind) => {
    const times = [1_000, 9_000, 2_000, 3_000];
    store(kind.history, ...times.map((at) => draft("x", { at })));
    trimAll(kind.history, { kind: "age", ms: 1_000 }, 6_000);
    assertEquals(seqs(kind.history.read("lobby", { after: 0, limit: 9 })), [2, 3, 4]);
  });

  both("ids are remembered as long as their message is kept", (kind) => {
    const messages = [1, 2, 3].map((id) => draft(`${id}`, { id }));
    store(kind.history, ...messages);
    trimAll(kind.history, { kind: "count", count: 2 }, 0);
    kind.reopen();
    const again = store(kind.history, ...messages);
    assertEquals(again.map(({ message: { seq }, isRepeat }) => [seq, isRepeat]), [[4, false], [2, true], [
      3,
      true,
    ]]);
  });

  both("a seat is found by its token, as it was when last seen, also after its person has left", (kind) => {
    const { history } = kind;
    history.commit({ drafts: [], members: [storedMember(1), storedMember(2)], readMarks: [] });
    history.commit({
      drafts: [],
      members: [storedMember(1, { name: "other", isHere: false })],
      readMarks: [],
    });
    assertEquals(history.memberByToken("hash 1"), storedMember(1, { name: "other", isHere: false }));
    assertEquals(kind.reopen().memberByToken("hash 2"), storedMember(2));
    assertEquals(kind.history.memberByToken("hash 3"), undefined);
  });

  both("no two people have one number", (kind) => {
    const numbers = [kind.history.newPersonId(), kind.history.newPersonId()];
    kind.history.commit({
      drafts: [],
      members: numbers.map((person) => storedMember(person)),
      readMarks: [],
    });
    const { history } = kind;
    kind.reopen();
    numbers.push(kind.history.newPersonId(), history === kind.history ? 0 : kind.history.newPersonId());
    assertEquals(new Set(numbers).size, 4);
  });
}

/** What a log should do, in the simplest words. */
class Model {
  /** Messages by room, each with the number of its author. */
  readonly rooms = new Map<string, { readonly personId: number; readonly message: MessageFrame }[]>();
  readonly #sent = new Map<string, MessageFrame>();

  store({ personId, id, action, topic, ...rest }: Draft): (number | boolean)[] {
    const key = id === undefined ? undefined : JSON.stringify([personId, id]);
    const known = key === undefined ? undefined : this.#sent.get(key);
    if (known !== undefined) return [known.seq, true];
    const messages = this.rooms.get(rest.room) ?? [];
    const seq = messages.length + 1;
    const message = {
      ...rest,
      seq,
      ...(id !== undefined && { id }),
      ...(action && { action }),
      ...(topic && { topic }),
    };
    this.rooms.set(rest.room, [...messages, { personId, message }]);
    if (key !== undefined) this.#sent.set(key, message);
    return [seq, false];
  }
}

const drafts = fc.array(
  fc.record({
    room: fc.constantFrom("lobby", "tea", "Zoë"),
    personId: fc.nat(2),
    id: fc.option(fc.oneof(fc.constantFrom<MessageId>(1, "1", 2, "x"), messageId), { nil: undefined }),
    kind: fc.constantFrom("said", "done", "topic"),
    at: fc.nat(),
    text: anyText.map((text) => cleanText(text)),
    from: fc.constantFrom("ada", "Zoë", "伟"),
  }),
  { maxLength: 40, size: "max" }, // More than are stored by one statement.
);

test("whatever is said, both logs number it, recognise repeats and give it back alike", () => {
  fc.assert(
    fc.property(fc.array(drafts, { maxLength: 4 }), (turns) => {
      using file = inFile();
      using memory = inMemory();
      const model = new Model();
      for (const turn of turns) {
        const said = turn.map(({ kind, ...one }) => ({
          type: "message" as const,
          action: kind === "done" ? true as const : undefined,
          topic: kind === "topic" ? true as const : undefined,
          ...one,
        }));
        const wanted = said.map((one) => model.store(one));
        for (const history of [memory.history, file.reopen()]) {
          const stored = store(history, ...said);
          assertEquals(stored.map(({ message: { seq }, isRepeat }) => [seq, isRepeat]), wanted);
        }
      }
      for (const [room, messages] of model.rooms) {
        for (const { history } of [memory, file]) {
          const wanted = messages.map(({ personId, message }) =>
            personId === 0 ? message : { ...message, person: history.publicIdOf(personId) }
          );
          assertEquals(history.read(room, { after: 0, limit: 100 }), wanted);
        }
      }
    }),
    { numRuns: 60 },
  );
});
