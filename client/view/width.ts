/**
 * A text as a person sees it: what moves as one, and how many columns it takes. Pure.
 *
 * @module
 */

import stringWidth from "string-width";

/** What moves and is deleted as one: a letter with its accents, an emoji with its joiners. */
export interface Grapheme {
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
  /** Terminal columns: 0, 1 or 2. */
  readonly width: number;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const PLAIN = /^[\x20-\x7e]*$/;
/** Something that takes room. stringWidth throws for a grapheme that has nothing of the kind, like a lone U+0600. */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{M}\p{Cs}]/u;

/** What takes no room for us, but for some terminals: fillers of Korean syllables, and soft hyphens, spacing marks, what no letter stands for yet and the like. */
const WIDE_FILLER = /[\u115f\u3164]/;
const SOMETIMES_SHOWN = /[\u00ad\u1160-\u11ff\ud7b0-\ud7ff\uffa0\p{Mc}\p{Cf}\p{Cs}\p{Cn}]/u;

/** Splits a text into graphemes, in order. */
export function graphemes(text: string): readonly Grapheme[] {
  if (PLAIN.test(text)) return Array.from(text, (char, at) => ({ text: char, at, width: 1 }));
  return Array.from(
    segmenter.segment(text),
    ({ segment, index }) => ({ text: segment, at: index, width: widthOf(segment) }),
  );
}

/** Counts the columns that a text without line ends takes. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return graphemes(text).reduce((sum, { width }) => sum + width, 0);
}

/**
 * Counts the most columns that any terminal gives a text without line ends. Many do not compose: they give each letter of a
 * cluster its own columns, and some show what others leave out, like a soft hyphen.
 */
export function mostWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const { text: cluster } of graphemes(text)) columns += mostClusterWidth(cluster);
  return columns;
}

/** Counts as {@linkcode mostWidth} does, for one grapheme: finding out again that it is one costs more than the counting. */
export function mostClusterWidth(cluster: string): number {
  if (cluster.length === 1 && PLAIN.test(cluster)) return 1;
  let apart = 0;
  for (const char of cluster) apart += Math.max(widthOf(char), leastOf(char));
  return Math.max(widthOf(cluster), apart);
}

/** The columns that some terminals give what has none for others. */
function leastOf(char: string): number {
  if (WIDE_FILLER.test(char)) return 2;
  return SOMETIMES_SHOWN.test(char) ? 1 : 0;
}

/** Finds the nearest place between graphemes at or before `at`. */
export function boundaryBefore(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return at <= 0 ? 0 : text.length;
  if (PLAIN.test(text)) return at;
  return graphemes(text).findLast((grapheme) => grapheme.at <= at)?.at ?? 0;
}

/** Finds the nearest place between graphemes at or after `at`. */
export function boundaryAfter(text: string, at: number): number {
  if (at >= text.length || PLAIN.test(text)) return Math.min(at, text.length);
  return graphemes(text).find((grapheme) => grapheme.at >= at)?.at ?? text.length;
}

/** The widths of graphemes that were measured: measuring takes some 10 µs, and a text is laid out at every key. */
const measured = new Map<string, number>();

/** How many of them are remembered. */
const MEASURED = 16_384;

function widthOf(segment: string): number {
  if (PLAIN.test(segment)) return segment.length;
  const known = measured.get(segment);
  if (known !== undefined) return known;
  const width = VISIBLE.test(segment) ? Math.min(2, stringWidth(segment, { countAnsiEscapeCodes: true })) : 0;
  if (measured.size >= MEASURED) measured.clear();
  measured.set(segment, width);
  return width;
}
