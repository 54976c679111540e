/**
 * What is asked about rooms, as a server reads it. Pure.
 *
 * @module
 */

import { isCount, isText, readId } from "./fields.ts";
import { bareRequest, type RequestFields, type RequestKind } from "./frames.ts";
import type { JoinRequest, PartRequest, RoomsRequest, TopicRequest } from "./rooms.ts";

/** `join`. */
export const JOIN: RequestKind<JoinRequest> = { type: "join", read: readJoin };
/** `part`. */
export const PART: RequestKind<PartRequest> = { type: "part", read: readPart };
/** `rooms`. */
export const ROOMS: RequestKind<RoomsRequest> = bareRequest("rooms");
/** `topic`. */
export const TOPIC: RequestKind<TopicRequest> = { type: "topic", read: readTopicRequest };

function readJoin({ room, after, key }: RequestFields): JoinRequest | string {
  if (after !== undefined && !isCount(after)) return "after";
  if (key !== undefined && !isText(key)) return "key";
  return { type: "join", room, ...(after !== undefined && { after }), ...(key !== undefined && { key }) };
}

function readPart({ room, word }: RequestFields): PartRequest | string {
  if (word !== undefined && !isText(word)) return "word";
  return { type: "part", room, ...(word !== undefined && { word }) };
}

function readTopicRequest(fields: RequestFields): TopicRequest | string {
  const { room, text } = fields;
  const id = readId(fields.id);
  if (text !== undefined && !isText(text)) return "text";
  if (fields.id !== undefined && id === undefined) return "id";
  return { type: "topic", room, ...(text !== undefined && { text }), ...(id !== undefined && { id }) };
}
