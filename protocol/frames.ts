/**
 * What the frames of all subjects have in common, and how one of them is read. Pure.
 *
 * @module
 */

import type { Fields } from "./fields.ts";
import type { Problem } from "./problem.ts";

/** The sender's own name for a message: printable ASCII without `"` and `\`, 1 to `ID_CHARS` long, or a whole number from 0. */
export type MessageId = string | number;

/** Any frame. */
export interface AnyFrame {
  /** What this frame is. */
  readonly type: string;
}

/** The result of decoding a line: a frame, or the problem with it and the id of the message that it is about, if that could be read. */
export type Decoded<Frame> =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly problem: Problem; readonly id?: MessageId };

/** The fields of a request, in which the default room stands for one that is left out. */
export interface RequestFields extends Fields {
  /** The room, or the default one. */
  readonly room: string;
  /** Whether a room was named. */
  readonly isRoomNamed: boolean;
}

/** A frame that clients send, by its type, with its reader. */
export interface RequestKind<Frame extends AnyFrame> {
  /** The type of the frame. */
  readonly type: Frame["type"];
  /** Reads the fields of such a frame; gives the frame, or the name of the field that is missing or of the wrong kind. */
  readonly read: (fields: RequestFields) => Frame | string;
}

/** The frame that a kind of request is read as. */
export type RequestOf<Kind> = Kind extends RequestKind<infer Frame> ? Frame : never;

/** Reads the fields of a frame that a server sends; `undefined` when they are no such frame. */
export type EventReader<Frame extends AnyFrame> = (fields: Fields) => Frame | undefined;

/** A reader for each type of frame in a union. */
export type EventReaders<Frame extends AnyFrame> = {
  readonly [Type in Frame["type"]]: EventReader<Extract<Frame, { readonly type: Type }>>;
};

/** Makes a kind of request that carries nothing but its type. */
export function bareRequest<const Type extends string>(type: Type): RequestKind<{ readonly type: Type }> {
  return { type, read: () => ({ type }) };
}
