/**
 * Names, files and keys, as they are written in a flag. Pure.
 *
 * @module
 */

import { parseFingerprint } from "../../net/fingerprint.ts";
import { parseName, parseRoom } from "../../protocol/names.ts";
import { cleanLine, countChars } from "../../protocol/text.ts";
import type { ValueKind } from "./kind.ts";

/** The longest title of a server, in characters. */
const TITLE_CHARS = 100;

/** What a server is called: one clean line. */
export const title: ValueKind<string> = {
  parse: (written) => {
    const line = cleanLine(written);
    return line !== "" && countChars(line) <= TITLE_CHARS ? line : undefined;
  },
  show: (value) => value,
  shape: "TEXT",
  takes: { sentence: "title" },
};

/** What a person is called. */
export const name: ValueKind<string> = {
  parse: parseName,
  show: (value) => value,
  shape: "NAME",
  takes: { sentence: "name" },
};

/** A room, with or without `#`. */
export const room: ValueKind<string> = {
  parse: parseRoom,
  show: (value) => value,
  shape: "ROOM",
  takes: { sentence: "room" },
};

/** A file. */
export const path: ValueKind<string> = {
  parse: (written) => written.includes("\0") ? undefined : written,
  show: (value) => value,
  shape: "FILE",
  takes: { sentence: "path" },
};

/** The fingerprint of a server's key. */
export const fingerprint: ValueKind<string> = {
  parse: parseFingerprint,
  show: (value) => value,
  shape: "FP",
  takes: { sentence: "fingerprint" },
};
