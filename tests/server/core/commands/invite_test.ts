/** Links that people pass on: where they lead, and who may put a ticket into them. */

import { assert, assertEquals } from "@std/assert";
import { parseNetwork } from "../../../../net/network.ts";
import type { InvitationFrame, ServerFrame } from "../../../../protocol.ts";
import { createTicket, openTickets } from "../../../../server/store/accounts.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { type TestClient, TestCore, type TestCoreOptions } from "../../../support/test_core.ts";

const networks = [parseNetwork("192.0.2.0/24")].filter((network) => network !== undefined);
const REACH = { hosts: ["192.0.2.7", "127.0.0.1"], networks, hasPage: true, isEncryptedOnly: false };
const CLOSED = { kind: "closed" } as const;

/** A server with tickets in a file, and somebody in charge of it. */
class Scene implements Disposable {
  readonly core: TestCore;
  readonly #folder = new TempFolder();
  readonly #tickets;

  constructor(options: TestCoreOptions = {}) {
    const data = this.#folder.file("chat.db");
    createTicket(data, { kind: "entry", uses: 1, expires: 0 }, 0); // Makes the file.
    this.#tickets = openTickets(data);
    this.core = new TestCore({}, { tickets: this.#tickets, reach: REACH, ...options });
  }

  async withRole(name: string, role: "owner" | "moderator" | "member"): Promise<TestClient> {
    const value = this.core.tokens.hash(`session of ${name}`);
    this.core.accounts.create({ name, role, home: 0 }, { kind: "session", value, label: "" }, 0);
    return await this.enter({ name, auth: { session: `session of ${name}` } });
  }

  async enter(
    hello: { readonly name: string; readonly auth?: { readonly session: string }; readonly ticket?: string },
  ): Promise<TestClient> {
    const client = this.core.connect();
    client.sendFrames({ type: "hello", room: "lobby", ...hello });
    await this.core.endTurn();
    return client;
  }

  async ask(client: TestClient, room = "lobby", uses?: number): Promise<InvitationFrame> {
    client.sendFrames({ type: "invite", room, ...(uses !== undefined && { uses }) });
    await this.core.endTurn();
    const frame = client.framesOf("invitation").at(-1);
    assert(frame !== undefined, JSON.stringify(client.frames.map(({ type }: ServerFrame) => type)));
    return frame;
  }

  [Symbol.dispose](): void {
    this.#tickets.close();
    this.#folder[Symbol.dispose]();
  }
}

/** The token in both links, which is the same. */
function tokenOf({ link, page = "" }: InvitationFrame): string | undefined {
  const [inLink, inPage] = [link, page].map((text) => /&t=([\w-]{22})$/.exec(text)?.[1]);
  assertEquals(inPage, inLink);
  return inLink;
}

test("where everybody may come in, anybody gets a link, which has no ticket in it", async () => {
  using scene = new Scene();
  const frame = await scene.ask(await scene.enter({ name: "ada" }));
  assertEquals(frame, {
    type: "invitation",
    room: "lobby",
    link: "chat://192.0.2.7:53000/lobby#k=test",
    page: "http://192.0.2.7:53000/#/lobby&k=test",
  });
});

test("a server that only this machine reaches says so, and one without a page or without plain connections fits its link", async () => {
  using near = new Scene({ reach: { ...REACH, hosts: ["127.0.0.1"] } });
  assertEquals((await near.ask(await near.enter({ name: "ada" }))).here, true);
  using encrypted = new Scene({ reach: { ...REACH, isEncryptedOnly: true } });
  const { page } = await encrypted.ask(await encrypted.enter({ name: "ada" }));
  assertEquals(page?.startsWith("https://192.0.2.7:53000/"), true);
  using withoutPage = new Scene({ reach: { ...REACH, hasPage: false } });
  assertEquals("page" in await withoutPage.ask(await withoutPage.enter({ name: "ada" })), false);
});

test("where not everybody may, a moderator's link has a ticket that lets in as often as wanted, and a member's says that it lets nobody in", async () => {
  using scene = new Scene({ entry: CLOSED });
  const ada = await scene.withRole("ada", "moderator");
  const bob = await scene.withRole("bob", "member");
  assertEquals(await scene.ask(bob), {
    type: "invitation",
    room: "lobby",
    link: "chat://192.0.2.7:53000/lobby#k=test",
    page: "http://192.0.2.7:53000/#/lobby&k=test",
    closed: true,
  });
  const frame = await scene.ask(ada, "lobby", 2);
  assertEquals([frame.ticket?.uses, frame.closed], [2, undefined]);
  assertEquals(frame.ticket?.until, scene.core.clock.now() + 24 * 3_600_000);
  const ticket = tokenOf(frame);
  assert(ticket !== undefined);
  const came: number[] = [];
  for (const name of ["cy", "di", "eve"]) {
    came.push((await scene.enter({ name, ticket })).framesOf("welcome").length);
  }
  assertEquals(came, [1, 1, 0]);
  assertEquals(scene.core.logged.filter(({ event }) => event === "ticket-made"), [
    { event: "ticket-made", name: "ada", ticket: frame.ticket?.n ?? 0 },
  ]);
});

test("an operator gives tickets into their own room where it is locked, and into no other", async () => {
  using scene = new Scene();
  const bob = await scene.enter({ name: "bob" });
  bob.sendFrames({ type: "join", room: "tea" }, { type: "mod", do: "inviteonly", room: "tea", value: true });
  await scene.core.endTurn();
  const frame = await scene.ask(bob, "tea");
  const ticket = tokenOf(frame);
  assert(ticket !== undefined);
  const cy = scene.core.connect();
  cy.sendFrames({ type: "hello", name: "cy", room: "tea", ticket });
  await scene.core.endTurn();
  assertEquals(cy.framesOf("welcome").map(({ room }) => room), ["tea"]);
  assertEquals((await scene.ask(bob, "lobby")).ticket, undefined);
});

test("an operator's ticket is for one person, however many they ask for", async () => {
  using scene = new Scene();
  const bob = await scene.enter({ name: "bob" });
  bob.sendFrames({ type: "join", room: "tea" }, { type: "mod", do: "inviteonly", room: "tea", value: true });
  await scene.core.endTurn();
  assertEquals((await scene.ask(bob, "tea", 1000)).ticket?.uses, 1);
});

test("into a server that is closed, or lets people in one by one, only moderators give tickets, whoever made the room", async () => {
  using closed = new Scene({ entry: CLOSED });
  const ada = await closed.withRole("ada", "moderator");
  const bob = await closed.withRole("bob", "member");
  using approving = new Scene();
  const mia = await approving.withRole("mia", "moderator");
  const eve = await approving.enter({ name: "eve" });
  mia.sendFrames({ type: "mod", do: "approve", value: true });
  await approving.core.endTurn();
  for (const [scene, member, moderator] of [[closed, bob, ada], [approving, eve, mia]] as const) {
    member.sendFrames({ type: "join", room: "tea" }, { type: "mod", do: "lock", room: "tea" });
    await scene.core.endTurn();
    const { ticket, closed: isClosed } = await scene.ask(member, "tea");
    assertEquals([ticket, isClosed], [undefined, true]);
    assertEquals((await scene.ask(moderator, "tea", 3)).ticket?.uses, 3);
  }
});

test("of a room that somebody is not in a link says nothing", async () => {
  using scene = new Scene();
  const [bob, cy] = [await scene.enter({ name: "bob" }), await scene.enter({ name: "cy" })];
  bob.sendFrames({ type: "join", room: "tea" }, { type: "mod", do: "lock", room: "tea" });
  await scene.core.endTurn();
  assertEquals((await scene.ask(cy, "tea")).closed, undefined);
  cy.sendFrames({ type: "invite", room: "no room\u0000" });
  await scene.core.endTurn();
  assertEquals(cy.framesOf("error").map(({ code }) => code), ["bad-room"]);
});
