/**
 * What somebody reads who asked where a file is to be had. Pure.
 *
 * @module
 */

import type { FileFrame } from "../protocol.ts";
import { cleanLine } from "../protocol/text.ts";
import type { Words } from "./en.ts";

/** Gives the sentences. @param dateOf Formats a time in ms since 1970. */
export function fileSentences(
  { file, path, link, until }: FileFrame,
  { sharing, size }: Pick<Words, "sharing" | "size">,
  dateOf: (at: number) => string,
): readonly string[] {
  return [
    sharing.at(cleanLine(file.name), size(file.size), cleanLine(link ?? path)),
    ...(until === undefined ? [] : [sharing.forYou(dateOf(until))]),
  ];
}
