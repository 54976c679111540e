/**
 * People of every rank for tests of the core.
 *
 * @module
 */

import type { ClientFrame, ModRequest } from "../../protocol.ts";
import type { Role } from "../../protocol/standing.ts";
import type { TestClient, TestCore } from "./test_core.ts";

/** Has somebody come in with an account, by the token of a browser. */
export async function withRole(core: TestCore, name: string, role: Role): Promise<TestClient> {
  const token = `session of ${name}`;
  if (core.accounts.named(name) === undefined) {
    const value = core.tokens.hash(token);
    core.accounts.create({ name, role, home: 0 }, { kind: "session", value, label: "" }, core.clock.now());
  }
  const client = core.connect();
  client.sendFrames({ type: "hello", name, room: "lobby", auth: { session: token } });
  await core.endTurn();
  return client;
}

/** Makes the request of a deed. */
export function mod(deed: ModRequest["do"], more: Partial<ModRequest> = {}): ModRequest {
  return { type: "mod", do: deed, ...more };
}

/** Sends frames, and ends the turn. */
export async function send(
  core: TestCore,
  client: TestClient,
  ...frames: readonly ClientFrame[]
): Promise<void> {
  client.sendFrames(...frames);
  await core.endTurn();
}

/** Lists the codes of the errors that somebody was told. */
export function codesOf(client: TestClient): readonly string[] {
  return client.framesOf("error").map(({ code }) => code);
}
