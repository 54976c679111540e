/**
 * Everything that a client may send, composed of what commands make and of what only programs send, and the decoding of
 * a client's line. Pure.
 *
 * @module
 */

import { PROVE } from "./account_requests.ts";
import { COMMANDS } from "./commands.ts";
import { PING, PONG } from "./connection.ts";
import { isText, parseObject, readId } from "./fields.ts";
import { UPLOAD } from "./files.ts";
import type { Decoded, RequestKind, RequestOf } from "./frames.ts";
import { HELLO } from "./hello_request.ts";
import { READ } from "./history_requests.ts";
import { DEFAULT_ROOM, ID_CHARS } from "./limits.ts";
import type { Problem } from "./problem.ts";

/** The requests that no command makes: only programs send them. */
export const PROGRAM_REQUESTS = [HELLO, PROVE, READ, UPLOAD, PING, PONG] as const;

/** What a client may send. */
export type ClientFrame = RequestOf<
  (typeof PROGRAM_REQUESTS)[number] | (typeof COMMANDS)[number]["requests"][number]
>;

/** A row, as far as the frames that it makes. */
interface Row {
  readonly requests: readonly RequestKind<ClientFrame>[];
}

const ROWS: readonly Row[] = [{ requests: PROGRAM_REQUESTS }, ...COMMANDS];

const READERS: ReadonlyMap<string, RequestKind<ClientFrame>["read"]> = new Map(
  ROWS.flatMap(({ requests }) => requests).map(({ type, read }) => [type, read]),
);

/** Decodes a client's line; the default room stands for one that is left out. Unknown fields are ignored; never throws. */
export function decodeClientFrame(line: string): Decoded<ClientFrame> {
  const fields = parseObject(line);
  if (fields === undefined) return { ok: false, problem: { code: "bad-json" } };
  const { type } = fields;
  const room = fields.room ?? DEFAULT_ROOM;
  const id = readId(fields.id);
  const wrong = (problem: Problem): Decoded<ClientFrame> => ({
    ok: false,
    problem,
    ...(id !== undefined && { id }),
  });
  if (!isText(room)) return wrong({ code: "bad-field", field: "room" });
  if (!isText(type)) return wrong({ code: "bad-field", field: "type" });
  const read = READERS.get(type);
  if (read === undefined) return wrong({ code: "unknown-type", given: type.slice(0, ID_CHARS) });
  const frame = read({ ...fields, room, isRoomNamed: fields.room !== undefined });
  return typeof frame === "string" ? wrong({ code: "bad-field", field: frame }) : { ok: true, frame };
}
