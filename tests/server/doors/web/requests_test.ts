/** Requests for the page beside talk. */

import { assertEquals } from "@std/assert";
import { LineReader } from "../../../../net/lines.ts";
import { Origins } from "../../../../net/origin.ts";
import { wirePair } from "../../../../net/wire_pair.ts";
import { BotPosting, Subscriptions } from "../../../../server/core/bots.ts";
import { Connection } from "../../../../server/connection.ts";
import type { BotToken, BotTokens } from "../../../../server/store/accounts.ts";
import { FileLane } from "../../../../server/doors/web/files.ts";
import { sourceOf } from "../../../../server/doors/web/forwarded.ts";
import { serveRequests } from "../../../../server/doors/web/requests.ts";
import { en } from "../../../../words/en.ts";
import { test } from "../../../support/sanitized.ts";
import { TestCore } from "../../../support/test_core.ts";

test("however many open the page at once, while somebody talks three files of it are answered in a pass", async () => {
  const { hub, clock } = new TestCore();
  const passes: (() => void)[] = [];
  const lane = new FileLane({ isTalk: true, nextPass: (run) => void passes.push(run) });
  const bytes = new TextEncoder().encode("p { color: red }");
  const site = new Map([["/page.css", { type: "text/css", etag: '"1"', plain: bytes, packed: bytes }]]);
  const own = { origins: [], names: [], servers: [] };
  const web = {
    ...{ site, own, words: en, canStore: () => true },
    posting: new BotPosting(hub.context),
    subscriptions: new Subscriptions(hub.context),
  };
  let answered = 0;
  const browsers = Array.from({ length: 7 }, async () => {
    const [ours, theirs] = wirePair();
    const connection = new Connection(ours, clock, () => {});
    const served = serveRequests({
      ...{ connection, reader: new LineReader(connection, 1000), clock, web, maxBytes: 1000 },
      files: { context: hub.context, lane },
      refusalOf: () => undefined,
      sourceOf: (request) => sourceOf(request, connection.peer, new Origins()),
      ...{ onRefused: () => {}, onPage: () => {}, onWaiting: () => {} },
    });
    await theirs.write(new TextEncoder().encode("GET /page.css HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    const answer = new Uint8Array(2000);
    const count = await theirs.read(answer) ?? 0;
    assertEquals(new TextDecoder().decode(answer.subarray(0, count)).split("\r\n")[0], "HTTP/1.1 200 OK");
    answered++;
    theirs.close();
    return await served;
  });
  for (const before of [0, 3, 6]) {
    await clock.advance(0);
    assertEquals([answered, passes.length], [before, 1]);
    passes.shift()?.();
  }
  assertEquals((await Promise.all(browsers)).map(({ kind }) => kind), Array(7).fill("over"));
  assertEquals(passes.length, 0);
});

test("the token of a request that a server of a cluster does not know is looked for again once it has heard all, for two seconds at most", async () => {
  const { hub, clock } = new TestCore();
  const known = new Map<string, BotToken>();
  const tokens: BotTokens = {
    find: (token) => known.get(token),
    ...{ isValid: () => true, names: () => [], noteUse() {} },
  };
  const asked: (() => void)[] = [];
  const cluster = { isCutOff: false, catchUp: (then: () => void) => void asked.push(then) };
  const web = {
    ...{ site: undefined, own: { origins: [], names: [], servers: [] }, words: en, canStore: () => true },
    posting: new BotPosting({ ...hub.context, tokens, cluster }),
    subscriptions: new Subscriptions(hub.context),
  };
  const answerTo = async (
    token: string,
    meanwhile: () => Promise<void>,
    path = "/say",
  ): Promise<string | undefined> => {
    const [ours, theirs] = wirePair();
    const connection = new Connection(ours, clock, () => {});
    const served = serveRequests({
      ...{ connection, reader: new LineReader(connection, 1000), clock, web, maxBytes: 1000 },
      files: { context: hub.context, lane: new FileLane({ isTalk: false, nextPass: (run) => run() }) },
      refusalOf: () => undefined,
      sourceOf: (request) => sourceOf(request, connection.peer, new Origins()),
      ...{ onRefused: () => {}, onPage: () => {}, onWaiting: () => {} },
    });
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    await theirs.write(new TextEncoder().encode(head));
    await clock.advance(0);
    await meanwhile();
    const answer = new Uint8Array(2000);
    const count = await theirs.read(answer) ?? 0;
    theirs.close();
    await served;
    return new TextDecoder().decode(answer.subarray(0, count)).split("\r\n")[0];
  };
  const heard = await answerTo("secret", async () => {
    assertEquals(asked.length, 1);
    known.set("secret", { id: 1, name: "ci", created: 0, used: undefined });
    asked.shift()?.();
    await clock.advance(0);
  });
  assertEquals(heard, "HTTP/1.1 411 Length Required"); // The token is good, and the next thing is wrong.
  const again = await answerTo("secret", () => clock.advance(2000), "/say?room=nowhere");
  assertEquals([again, asked.length], ["HTTP/1.1 411 Length Required", 0]); // What it says may name another room.
  assertEquals(await answerTo("wrong", () => clock.advance(2000)), "HTTP/1.1 401 Unauthorized");
});
