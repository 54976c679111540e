/**
 * What stands out in what people write: code, quotes, lists, emphasis and links. Pure.
 *
 * @module
 */

import { linksIn } from "../../protocol/links.ts";

/** A part of a text within a line, or a block of its own. */
export type TextPart =
  | { readonly kind: "plain" | "link" | "code"; readonly text: string }
  | { readonly kind: "bold" | "italic" | "strike"; readonly parts: readonly TextPart[] }
  | { readonly kind: "block"; readonly text: string; readonly lang: string }
  | { readonly kind: "quote"; readonly parts: readonly TextPart[] }
  | {
    readonly kind: "list";
    /** The number of the first item; nothing for a list without numbers. */
    readonly start: number | undefined;
    readonly items: readonly (readonly TextPart[])[];
  };

/** A block of code, with the name of its language if it has one. */
const BLOCK = /\n?```(?:([a-z][\w+#.-]{0,19})\n|\n)?([^]+?)\n?```\n?/gi;

const CODE = /`([^`\n]+)`/g;

/** Emphasis around words, on one line and not within a word: a name like `my_long_name` has none. Bounded, so that it is never much work. */
const EMPHASIS =
  /(?<![\p{L}\p{N}*_~\\])(\*\*|__|~~|\*|_)(?![\s*_~])([^\n]{1,300}?)(?<!\s)\1(?![\p{L}\p{N}*_~])/gu;

const KINDS: Readonly<Record<string, "bold" | "italic" | "strike">> = {
  "**": "bold",
  "__": "bold",
  "~~": "strike",
  "*": "italic",
  "_": "italic",
};

/** What a line begins with that belongs to a quote or a list. */
const LINE = /^(?:(>) ?|([-*•]) (?=\S)|(\d{1,3})[.)] (?=\S))/;

/** A few signs and nothing else. */
const EMOJI =
  /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\ufe0f]|\s){1,16}$/u;

/** Splits a text into its parts, in order; nothing of it is lost but the signs that make a part what it is. */
export function textParts(text: string): readonly TextPart[] {
  return split(text, BLOCK, withLines, ([, lang = "", code = ""]) => [{ kind: "block", text: code, lang }]);
}

/** Tells whether a text is a few emoji, to be shown large. */
export function isEmoji(text: string): boolean {
  return EMOJI.test(text);
}

/** Splits a text without blocks of code into quotes, lists and what is neither. */
function withLines(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let rows: { readonly kind: string; readonly number: string; readonly rest: string }[] = [];
  const end = (): void => {
    const [first] = rows;
    if (first === undefined) return;
    const rests = rows.map(({ rest }) => rest);
    if (first.kind === "") parts.push(...withCode(rests.join("\n")));
    else if (first.kind === "quote") parts.push({ kind: "quote", parts: withCode(rests.join("\n")) });
    else {
      const start = first.number === "" ? undefined : Number(first.number);
      parts.push({ kind: "list", start, items: rests.map(withCode) });
    }
    rows = [];
  };
  if (text === "") return parts;
  for (const row of text.split("\n")) {
    const [head = "", quote, bullet, number = ""] = LINE.exec(row) ?? [];
    const kind = quote !== undefined
      ? "quote"
      : bullet !== undefined
      ? "list"
      : number !== ""
      ? "numbers"
      : "";
    if (kind !== rows[0]?.kind) end();
    rows.push({ kind, number, rest: row.slice(head.length) });
  }
  end();
  return parts;
}

function withCode(text: string): readonly TextPart[] {
  return split(text, CODE, withLinks, ([, code = ""]) => [{ kind: "code", text: code }]);
}

/** Splits a text without code. */
function withLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const [from, to] of linksIn(text)) {
    parts.push(...withEmphasis(text.slice(at, from)), { kind: "link", text: text.slice(from, to) });
    at = to;
  }
  return [...parts, ...withEmphasis(text.slice(at))];
}

function withEmphasis(text: string): readonly TextPart[] {
  return split(text, EMPHASIS, plain, ([, sign = "", said = ""]) => {
    const kind = KINDS[sign];
    return kind === undefined ? plain(said) : [{ kind, parts: withEmphasis(said) }];
  });
}

function plain(text: string): readonly TextPart[] {
  return text === "" ? [] : [{ kind: "plain", text }];
}

/** Splits a text where a pattern matches. @param between Splits what stands between two matches. */
function split(
  text: string,
  pattern: RegExp,
  between: (text: string) => readonly TextPart[],
  make: (match: RegExpExecArray) => readonly TextPart[],
): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(...between(text.slice(at, match.index)), ...make(match));
    at = match.index + match[0].length;
  }
  return [...parts, ...between(text.slice(at))];
}
