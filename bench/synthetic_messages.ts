/**
 * Synthetic messages in five scripts, the same in each run. Word frequencies follow Zipf's law: the tenth word is a tenth as
 * frequent as the first.
 *
 * @module
 */

import type { Draft } from "../server/store/log.ts";

const WORDS = 200_000;
const SYLLABLES =
  "ba de ki lo mu ra se ti vo nu pa ge fi so ru la me ni to wu cha the sto pre con ing ion ter ver ati".split(
    " ",
  );

/** The first letter of each script. */
const LATIN = 0x61;
const CYRILLIC = 0x430;
const DEVANAGARI = 0x905;
const HAN = 0x4e00;
const THAI = 0xe01;

/** Generates messages. */
export class MessageGenerator {
  readonly #rooms: number;
  #seed = 7;
  #at = 1_700_000_000_000;

  /** @param rooms How many rooms they are spread over; the first are the largest. */
  constructor(rooms: number) {
    this.#rooms = rooms;
  }

  /** Returns the next message, about a fortieth of a second after the one before. */
  next(): Draft {
    this.#at += 10 + this.#often(60);
    return {
      type: "message",
      room: `room${Math.floor(this.#rooms * this.#random() * this.#random())}`,
      at: this.#at,
      from: `user${this.#often(500)}`,
      text: this.#text(),
      id: undefined,
      action: undefined,
      topic: undefined,
      personId: 0,
    };
  }

  #text(): string {
    const kind = this.#random();
    if (kind < 0.6) return this.#words(LATIN, 55);
    if (kind < 0.75) return this.#words(CYRILLIC, 40);
    if (kind < 0.83) return this.#words(DEVANAGARI, 40);
    return kind < 0.93 ? this.#letters(HAN, 4_000, 18) : this.#letters(THAI, 46, 25);
  }

  #words(letters: number, length: number): string {
    let text = wordOfRank(this.#often(WORDS), letters);
    while (text.length < length) text += ` ${wordOfRank(this.#often(WORDS), letters)}`;
    return text;
  }

  #letters(first: number, count: number, length: number): string {
    return String.fromCodePoint(...Array.from({ length }, () => first + this.#often(count)));
  }

  /** Returns a number below `count`, small ones more often. */
  #often(count: number): number {
    return Math.floor(count ** this.#random()) - 1;
  }

  #random(): number {
    this.#seed = (this.#seed * 1_664_525 + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }
}

const known: string[] = [];

/** Returns the word of a rank; 0 is the most frequent. */
export function wordOfRank(rank: number, letters = LATIN): string {
  const word = known[rank] ??= made(rank);
  if (letters === LATIN) return word;
  return word.replace(/[a-z]/g, (letter) => String.fromCodePoint(letters + letter.charCodeAt(0) - LATIN));
}

function made(rank: number): string {
  let number = Math.imul(rank + 1, 2_654_435_761) >>> 0;
  let word = "";
  for (let left = 1 + (rank > 50 ? 1 : 0) + number % 3; left > 0; left--) {
    word += SYLLABLES[number % SYLLABLES.length] ?? "";
    number = (Math.imul(number, 1_103_515_245) + 12_345) >>> 0;
  }
  return rank > 50 && rank % 7 > 0 ? `${word}${rank % 100}` : word;
}
