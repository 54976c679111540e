/** Which door a connection has come to, whatever its first bytes are and however they are cut. */

import { Origins } from "../../../../net/origin.ts";
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { BotPosting } from "../../../../server/core/bots/posting.ts";
import { Subscriptions } from "../../../../server/core/bots/subscriptions.ts";
import { LineReader } from "../../../../net/lines.ts";
import { doorOf, findDoor } from "../../../../server/doors/port/first_bytes.ts";
import { doorTable } from "../../../../server/doors/port/table.ts";
import { rethrow, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";
import { noTls } from "../../../support/no_tls.ts";

type DoorName = "native" | "plain" | "web" | "irc" | "tls" | "undecided";

const { hub, clock, turn } = new TestCore();
const doors = doorTable({
  hub,
  posting: new BotPosting(hub.context),
  subscriptions: new Subscriptions(hub.context),
  title: "chat",
  clock,
  outbox: { limit: 1024, clock, turn, onFault: rethrow },
  logger: () => {},
  web: undefined,
  origins: new Origins(),
  unencrypted: "anywhere",
  tls: noTls,
});

const NAMES = new Map<NonNullable<ReturnType<typeof doorOf>>, DoorName | undefined>([
  ...doors.claiming.map((door, row) => [door, (["native", "web", "irc"] as const)[row]] as const),
  ...doors.wrappings.map((wrapping) => [wrapping, "tls"] as const),
  [doors.otherwise, "plain"] as const,
]);

const nameOf = (door: ReturnType<typeof doorOf>): DoorName => (door && NAMES.get(door)) ?? "undecided";

const doorNamed = (bytes: Uint8Array): DoorName => nameOf(doorOf(bytes, doors));

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** What comes of an opening that arrives byte by byte: the door, and after how many bytes it was clear. */
function feed(text: string): readonly [DoorName, number] {
  const bytes = bytesOf(text);
  for (let count = 0; count <= bytes.length; count++) {
    const opening = doorNamed(bytes.subarray(0, count));
    if (opening !== "undecided") return [opening, count];
  }
  return ["undecided", bytes.length];
}

const openings: readonly (readonly [string, DoorName, number])[] = [
  ['{"type":"hello"}', "native", 2],
  ['{  "type":"hello"}', "native", 4],
  [' \t\r\n{\r\n"type":"hello"}', "native", 8],
  ["{quit}\n", "plain", 2],
  ["{ quit}\n", "plain", 3],
  ["{}\n", "plain", 2],
  ["{close}\n", "plain", 2],
  ["[1]\n", "plain", 1],
  ["ada\n", "plain", 1],
  ["/who\n", "plain", 1],
  ["!quit\n", "plain", 1],
  ["\xff\xfb\x1f", "plain", 1],
  ["\0\0", "plain", 1],
  ["GET / HTTP/1.1\r\n", "web", 4],
  ["HEAD / HTTP/1.1\r\n", "web", 5],
  ["POST /x HTTP/1.1\r\n", "web", 5],
  ["PUT /x HTTP/1.1\r\n", "web", 4],
  ["DELETE /x HTTP/1.1\r\n", "web", 7],
  ["OPTIONS * HTTP/1.1\r\n", "web", 8],
  ["PATCH /x HTTP/1.1\r\n", "web", 6],
  ["CONNECT x:1 HTTP/1.1\r\n", "web", 8],
  ["TRACE / HTTP/1.1\r\n", "web", 6],
  ["GETA\n", "plain", 4],
  ["GET\n", "plain", 4],
  ["Gertrude\n", "plain", 2],
  ["get / HTTP/1.1\r\n", "plain", 1],
  ["CAP LS 302\r\n", "irc", 11],
  ["NICK ada\r\n", "irc", 9],
  ["nick ada\r\n", "irc", 9],
  ["USER ada 0 * :Ada\r\n", "irc", 18],
  ["PASS secret\r\n", "irc", 12],
  ["Nick\n", "plain", 5],
  ["Pascal\n", "plain", 4],
  ["\x16\x03\x01\x02", "tls", 2],
  ["\x16\x01", "plain", 2],
  ["\x16", "undecided", 1],
  ["{", "undecided", 1],
  ["", "undecided", 0],
  [" ".repeat(64), "undecided", 64],
  [" ".repeat(64) + "{", "plain", 65],
  [" ".repeat(62) + '{"', "native", 64],
  ["{" + " ".repeat(64), "plain", 65],
  ["\n".repeat(65), "plain", 65],
];

for (const [text, opening, count] of openings) {
  const shown = text.length > 20
    ? `${JSON.stringify(text.slice(0, 10))}... (${text.length})`
    : JSON.stringify(text);
  test(`${shown} is ${opening} by its byte ${count}`, () => assertEquals(feed(text), [opening, count]));
}

test("a door that is clear stays so, whatever follows and however it is cut", () => {
  const clear = openings.filter(([, opening]) => opening !== "undecided");
  fc.assert(
    fc.property(
      fc.constantFrom(...clear),
      fc.uint8Array({ maxLength: 100 }),
      ([text, opening, count], more) => {
        const bytes = Uint8Array.of(...bytesOf(text), ...more);
        for (let end = count; end <= bytes.length; end++) {
          assertEquals(
            doorNamed(bytes.subarray(0, end)),
            opening,
          );
        }
      },
    ),
  );
});

test("65 bytes are always enough, whatever they are", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 65, maxLength: 200 }), (bytes) => {
    assertEquals(doorNamed(bytes) === "undecided", false);
  }));
});

/** First bytes that mean something to some door, and any others. */
const firstBytes = fc.oneof(
  fc.uint8Array({ maxLength: 80 }),
  fc.tuple(fc.constantFrom(...openings.map(([text]) => text)), fc.uint8Array({ maxLength: 20 }))
    .map(([text, more]) => Uint8Array.of(...bytesOf(text), ...more)),
);

test("each door keeps what it has said of a connection's first bytes, whatever follows", () => {
  fc.assert(fc.property(firstBytes, (bytes) => {
    for (const door of [...doors.claiming, doors.otherwise]) {
      let said = door.claims(bytes.subarray(0, 0));
      assertEquals(said, "wait");
      for (let end = 1; end <= Math.min(bytes.length, 64); end++) {
        const now = door.claims(bytes.subarray(0, end));
        if (said !== "wait") assertEquals(now, said);
        said = now;
      }
    }
  }));
});

test("any split of the first bytes leads to the same door", async () => {
  const split = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });
  await fc.assert(fc.asyncProperty(firstBytes, split, async (bytes, sizes) => {
    const found = async (sizes: readonly number[]): Promise<DoorName> => {
      let at = 0;
      let reads = 0;
      const read = (into: Uint8Array): Promise<number | null> => {
        const part = bytes.subarray(at, at += sizes[reads++ % sizes.length] ?? 1);
        into.set(part);
        return Promise.resolve(part.length === 0 ? null : part.length);
      };
      return nameOf(await findDoor(new LineReader({ read }, 100), doors));
    };
    assertEquals(await found(sizes), await found([1]));
  }));
});
