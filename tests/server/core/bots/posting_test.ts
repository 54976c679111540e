/** Bots that post without being members. */

import { assertEquals } from "@std/assert";
import type { BotToken, BotTokens } from "../../../../server/store/accounts.ts";
import { BotPosting } from "../../../../server/core/bots.ts";
import { test } from "../../../support/sanitized.ts";
import { TestCore } from "../../../support/test_core.ts";

const CI: BotToken = { id: 7, name: "ci", created: 0, used: undefined };

/** The tokens of a server that has this one. */
class OneToken implements BotTokens {
  isRevoked = false;
  isDamaged = false;
  readonly uses: number[] = [];

  find(token: string): BotToken | undefined {
    if (this.isDamaged) throw new Error("malformed");
    return token === "secret" && !this.isRevoked ? CI : undefined;
  }

  isValid(): boolean {
    if (this.isDamaged) throw new Error("malformed");
    return !this.isRevoked;
  }

  names(): readonly string[] {
    return this.isRevoked ? [] : [CI.name];
  }

  noteUse(_: BotToken, now: number): void {
    this.uses.push(now);
  }
}

/** A core and the posting of its bots. */
function open(limits: ConstructorParameters<typeof TestCore>[0] = {}) {
  const core = new TestCore(limits);
  const tokens = new OneToken();
  return { core, tokens, posting: new BotPosting({ ...core.hub.context, tokens }) };
}

test("what a bot posts is a message of its name, and its outcome is known when the log has it", async () => {
  const { core, posting } = open();
  const ada = await core.member("ada");
  const outcome = posting.say(
    CI,
    { room: "#LOBBY", text: " built ", id: "1", action: undefined },
    "192.0.2.1",
  );
  assertEquals(ada.messageTexts, []);
  await core.endTurn();
  assertEquals(ada.framesOf("message").map(({ from, text, id }) => [from, text, id]), [[
    "ci",
    " built",
    "1",
  ]]);
  const told = await outcome;
  assertEquals(told.kind === "stored" && told.message.seq, 1);
  const again = posting.say(CI, { room: "lobby", text: "built", id: "1", action: undefined }, "192.0.2.1");
  await core.endTurn();
  assertEquals([(await again).kind, ada.messageTexts.length], ["stored", 1]);
});

test("no room, no text, a name that somebody has and a full log are refused", async () => {
  const { core, posting } = open();
  const refusal = async (room: string, text: string): Promise<string | undefined> => {
    const outcome = posting.say(CI, { room, text, id: undefined, action: undefined }, "192.0.2.1");
    await core.endTurn();
    const told = await outcome;
    return told.kind === "refused" ? told.problem.code : undefined;
  };
  assertEquals([await refusal("tea", "x"), await refusal("lobby", " \n")], ["no-room", "empty"]);
  core.history.isFull = true;
  assertEquals(await refusal("lobby", "x"), "not-stored");
  core.history.isFull = false;
  await core.member("CI");
  assertEquals(await refusal("lobby", "x"), "name-taken");
});

test("a token that is found is noted as used; one that cannot be looked up is nobody's", () => {
  const { core, tokens, posting } = open();
  assertEquals([posting.findToken("secret"), posting.findToken("other")], [CI, undefined]);
  assertEquals(tokens.uses, [core.clock.now()]);
  tokens.isDamaged = true;
  assertEquals(posting.findToken("secret"), undefined);
  assertEquals(core.logged.map(({ event }) => event), ["failed"]);
});

test("a bot posts as fast as a person, over all its connections", () => {
  const { posting } = open({ rate: { perSecond: 2, burst: 3 } });
  const delays = Array.from({ length: 4 }, () => posting.delayOf(CI, 0));
  assertEquals([delays, posting.delayOf(CI, 500), posting.delayOf({ ...CI, id: 8 }, 0)], [
    [0, 0, 0, 500],
    0,
    0,
  ]);
});
