/**
 * Reading `hello`, as only a server does; see `hello.ts`. Pure.
 *
 * @module
 */

import { readLogin } from "./account_requests.ts";
import { isCount, isFields, isText } from "./fields.ts";
import type { RequestFields, RequestKind } from "./frames.ts";
import type { HelloRequest, Resume } from "./hello.ts";

/** `hello`. */
export const HELLO: RequestKind<HelloRequest> = { type: "hello", read: readHello };

function readHello(fields: RequestFields): HelloRequest | string {
  const { name, version, client, room, create, errand, ticket, door } = fields;
  const resume = readResume(fields.resume);
  if (!isText(name)) return "name";
  if (version !== undefined && typeof version !== "number") return "version";
  if (client !== undefined && !isText(client)) return "client";
  if (create !== undefined && typeof create !== "boolean") return "create";
  if (errand !== undefined && typeof errand !== "boolean") return "errand";
  if (fields.resume !== undefined && resume === undefined) return "resume";
  if (ticket !== undefined && !isText(ticket)) return "ticket";
  if (door !== undefined && !isText(door)) return "door";
  const { key, device, remember, owner } = fields;
  const auth = fields.auth === undefined ? undefined : readLogin(fields.auth);
  if (fields.auth !== undefined && auth === undefined) return "auth";
  if (key !== undefined && !isText(key)) return "key";
  if (device !== undefined && !isText(device)) return "device";
  return {
    type: "hello",
    name,
    room,
    ...(resume !== undefined && { resume }),
    ...(version !== undefined && { version }),
    ...(client !== undefined && { client }),
    ...(create !== undefined && { create }),
    ...(errand === true && { errand }),
    ...(ticket !== undefined && { ticket }),
    ...(door !== undefined && { door }),
    ...(key !== undefined && { key }),
    ...(device !== undefined && { device }),
    ...(auth !== undefined && { auth }),
    ...(remember === true && { remember }),
    ...(owner === true && { owner }),
  };
}

function readResume(value: unknown): Resume | undefined {
  if (!isFields(value) || typeof value.token !== "string" || !isFields(value.after)) return undefined;
  const after: Record<string, number> = {};
  for (const [room, seq] of Object.entries(value.after)) {
    if (!isCount(seq)) return undefined;
    after[room] = seq;
  }
  return { token: value.token, after };
}
