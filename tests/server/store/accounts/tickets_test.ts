/** Tickets in the log's file: what makes one good, how often it can be used, and what is stored of it. */

import { assert, assertEquals } from "@std/assert";
import {
  createTicket,
  hashOfTicket,
  listTickets,
  openTickets,
  revokeTicket,
  type Ticket,
  type Tickets,
  type TicketWish,
} from "../../../../server/store/accounts.ts";
import { DatabaseSync } from "node:sqlite";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

const WISH: TicketWish = { kind: "entry", uses: 1, expires: 10_000 };

/** Makes a ticket and returns its token. */
function create(path: string, wish: Partial<TicketWish> = {}): string {
  const made = createTicket(path, { ...WISH, ...wish }, 1_000);
  assert(made !== undefined);
  return made.token;
}

/** Uses a ticket once by its token. */
function use(tickets: Pick<Tickets, "use">, token: string, now: number): Ticket | undefined {
  return tickets.use(hashOfTicket(token), now);
}

test("a ticket is used as often as it says, whoever is first", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const token = create(path, { uses: 3, room: "tea" });
  const [one, other] = [openTickets(path), openTickets(path)];
  const used = Array.from({ length: 50 }, (_, i) => use(i % 2 === 0 ? one : other, token, 2_000));
  assertEquals(used.filter((ticket) => ticket !== undefined).map(({ left, room }) => [left, room]), [
    [2, "tea"],
    [1, "tea"],
    [0, "tea"],
  ]);
  assertEquals(one.find(token, 2_000), undefined);
  one.close();
  other.close();
});

test("looking at a ticket uses nothing, and a use that led to nothing can be given back, no more than there were", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const token = create(path);
  const tickets = openTickets(path);
  for (let i = 0; i < 3; i++) assertEquals(tickets.find(token, 2_000)?.left, 1);
  const used = use(tickets, token, 2_000);
  assert(used !== undefined);
  for (let i = 0; i < 3; i++) tickets.giveBack(used);
  assertEquals(tickets.find(token, 2_000)?.left, 1);
  tickets.close();
});

test("a ticket is not good when it is too old, revoked, or none", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const [old, revoked] = [create(path), create(path)];
  const tickets = openTickets(path);
  assertEquals([revokeTicket(path, 2, 1_500), revokeTicket(path, 2, 1_500), revokeTicket(path, 9, 1_500)], [
    true,
    false,
    false,
  ]);
  assertEquals([tickets.find(old, 9_999)?.id, tickets.find(old, 10_000), use(tickets, old, 10_000)], [
    1,
    undefined,
    undefined,
  ]);
  assertEquals([tickets.find(revoked, 2_000), use(tickets, revoked, 2_000)], [undefined, undefined]);
  assertEquals([use(tickets, "", 2_000), use(tickets, "A".repeat(22), 2_000)], [undefined, undefined]);
  assertEquals(listTickets(path, 2_000).map(({ id }) => id), [1]);
  tickets.close();
});

test("who came in by a ticket stays invited when it is used up and old, until it is revoked", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const token = create(path);
  const tickets = openTickets(path);
  const ticket = use(tickets, token, 2_000);
  assert(ticket !== undefined);
  tickets.noteInvited(7, ticket);
  assertEquals([tickets.isInvited(7), tickets.isInvited(8)], [true, false]);
  assert(revokeTicket(path, ticket.id, 20_000));
  assertEquals(tickets.isInvited(7), false);
  tickets.close();
});

test("a ticket for an account keeps what it is about", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  create(path, { kind: "device", account: 4, name: "ada", role: "moderator", madeBy: "bob" });
  assertEquals(listTickets(path, 2_000), [{
    id: 1,
    kind: "device",
    room: undefined,
    account: 4,
    name: "ada",
    role: "moderator",
    uses: 1,
    left: 1,
    created: 1_000,
    expires: 10_000,
    madeBy: "bob",
  }]);
});

test("there are at most a thousand good tickets", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  create(path);
  const db = new DatabaseSync(path);
  db.exec(`INSERT INTO tickets (hash, kind, uses, left, created, expires)
    WITH RECURSIVE each(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each WHERE n < 999)
    SELECT 'hash' || n, 'entry', 1, 1, 1000, 10000 FROM each`);
  db.close();
  const tickets = openTickets(path);
  assertEquals(tickets.add("a", WISH, 2_000), undefined);
  assert(tickets.add("b", { ...WISH, expires: 30_000 }, 20_000) !== undefined);
  tickets.close();
});

test("the file has no token in clear", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const token = create(path);
  const bytes = new TextDecoder("latin1").decode(Deno.readFileSync(path));
  assertEquals([bytes.includes(token), /^[\w-]{22}$/.test(token)], [false, true]);
});

test("old tickets are forgotten, but for those by which somebody comes back; and no number is given out twice", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const [old, used, revoked, good] = [
    create(path),
    create(path),
    create(path),
    create(path, { expires: 50_000 }),
  ];
  create(path); // Old as well, but the last.
  const tickets = openTickets(path);
  for (const [person, token] of [[7, used], [8, revoked]] as const) {
    const ticket = use(tickets, token, 2_000);
    assert(ticket !== undefined);
    tickets.noteInvited(person, ticket);
  }
  tickets.revoke(3, 3_000);
  assertEquals(tickets.firstExpires, 10_000);
  tickets.forget(10_000);
  assertEquals(idsIn(path), [1, 2, 3, 4, 5]);
  tickets.forget(10_001);
  assertEquals(idsIn(path), [2, 4, 5]);
  assertEquals([tickets.isInvited(7), tickets.isInvited(8)], [true, false]);
  assertEquals([tickets.find(old, 2_000), tickets.find(good, 2_000)?.id], [undefined, 4]);
  tickets.forget(60_000);
  assertEquals([idsIn(path), tickets.firstExpires], [[2, 5], undefined]);
  assertEquals(tickets.add("a", WISH, 1_000)?.id, 6);
  tickets.close();
});

/** The numbers of all tickets in a file. */
function idsIn(path: string): readonly unknown[] {
  const db = new DatabaseSync(path);
  try {
    return db.prepare("SELECT id FROM tickets ORDER BY id").all().map(({ id }) => id);
  } finally {
    db.close();
  }
}
