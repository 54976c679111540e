/**
 * What files may be called: what a name would do elsewhere than in a line of text is taken out of it. Pure.
 *
 * @module
 */

import { FILE_NAME_BYTES } from "./limits.ts";
import { cleanLine } from "./text.ts";

/** What a file without a name that can be shown is called. */
const UNNAMED = "file";

/** What hides, reverses or joins letters, so that a name is not what it looks like. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** What some system reads as more than a letter: folders, drives, streams, patterns, quotes. */
const SPECIAL = /[<>:"|?*\\/]/g;

/** Names of devices, which Windows finds in every folder and with every ending, also behind blanks. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\.|$)/i;

/** What programs at a shell take for an option where `*` stands for all files begins with a dash. */
const DASH = "-";

/** The longest ending that is kept where a name is cut, in UTF-16 units, its dot counted. */
const LONGEST_ENDING = 12;

/** Makes a name that every system takes for the name of one file in a folder, and that is what it looks like. */
export function fileName(written: string): string {
  const last = cleanLine(written).split(/[/\\]/).findLast((part) => part.trim() !== "") ?? "";
  // Composed after that: what stood between a letter and its accent is gone then.
  const plain = last.replace(INVISIBLE, "").normalize("NFC").replace(SPECIAL, "_").replace(/\s+/g, " ");
  const name = plain.replace(/^[\s.]+/, "").replace(/[\s.]+$/, "");
  if (name === "") return UNNAMED;
  return cut(DEVICE.test(name) || name.startsWith(DASH) ? `_${name}` : name);
}

/** Cuts a name that is too long before its ending. */
function cut(name: string): string {
  if (bytesOf(name) <= FILE_NAME_BYTES) return name;
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 && name.length - dot <= LONGEST_ENDING ? name.slice(dot) : "";
  const letters = Array.from(name.slice(0, name.length - ending.length)).slice(0, FILE_NAME_BYTES);
  while (bytesOf(letters.join("")) + bytesOf(ending) > FILE_NAME_BYTES) letters.pop();
  return letters.join("").replace(/[\s.]+$/, "") + ending;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
