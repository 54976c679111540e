/**
 * The catalogue as the page gets it: sentences that are made by functions become texts with `{names}` to fill in. Pure.
 *
 * @module
 */

import type { ByeReason, LeaveReason, Problem, ProblemCode, QueryFault } from "../../../protocol.ts";
import { type CommandRow, COMMANDS, usageOf } from "../../../protocol/commands.ts";
import { QUIT_WORDS } from "../../../protocol/typed.ts";
import type { Words } from "../../../words/en.ts";

/** Numbers that no sentence has of itself: they stand for what the page will fill in. */
const COUNT = 900_000_001;
const SECOND_COUNT = 900_000_002;

const LEAVE: readonly LeaveReason[] = ["left", "lost", "slow", "removed", "silent"];
const BYE: readonly ByeReason[] = [
  "quit",
  "closing",
  "refused",
  "slow",
  "removed",
  "silent",
  "flood",
  "replaced",
];

/** What can be wrong with a search. */
const FAULTS: readonly QueryFault[] = ["empty", "quote", "date", "room", "context", "long"];

/** What was wrong, with names of fields in the place of values. */
const PROBLEMS: { readonly [Code in ProblemCode]: Extract<Problem, { readonly code: Code }> } = {
  "not-utf8": { code: "not-utf8" },
  "line-too-long": { code: "line-too-long", limit: COUNT },
  "bad-json": { code: "bad-json" },
  "unknown-type": { code: "unknown-type", given: "{given}" },
  "bad-field": { code: "bad-field", field: "{field}" },
  "bad-version": { code: "bad-version", versions: [COUNT] },
  "hello-first": { code: "hello-first" },
  "already-in": { code: "already-in" },
  "bad-name": { code: "bad-name", name: "{name}", suggestion: "{suggestion}" },
  "name-taken": { code: "name-taken", name: "{name}", suggestion: "{suggestion}" },
  "no-room": { code: "no-room", room: "{room}" },
  "bad-room": { code: "bad-room", room: "{room}" },
  "nowhere": { code: "nowhere" },
  "nobody-to-answer": { code: "nobody-to-answer" },
  "too-many-rooms": { code: "too-many-rooms", limit: COUNT },
  "new-rooms": { code: "new-rooms", limit: COUNT },
  "in-too-many": { code: "in-too-many", limit: COUNT },
  "not-here": { code: "not-here", name: "{name}" },
  "bad-query": { code: "bad-query", why: "empty", given: "{given}" },
  "no-search": { code: "no-search" },
  "search-slow": { code: "search-slow" },
  "empty": { code: "empty" },
  "too-long": { code: "too-long", limit: COUNT, length: SECOND_COUNT },
  "not-stored": { code: "not-stored" },
  "unknown-command": { code: "unknown-command", given: "{given}", nearest: "{nearest}" },
  "usage": { code: "usage", usage: "{usage}" },
  "full": { code: "full", limit: COUNT },
  "address-full": { code: "address-full", limit: COUNT },
  "other": { code: "other", given: "{code}" },
};

/** Those that have another sentence where one more thing is known: `waited`, or `mixed`. */
const PARTICULAR: readonly Problem[] = [
  { ...PROBLEMS["not-here"], waited: true },
  { ...PROBLEMS["bad-name"], mixed: true },
  { ...PROBLEMS["bad-room"], mixed: true },
];

/** All that the page says in one language, as JSON. */
export function pageWords(words: Words): string {
  const { page, client, commands } = words;
  const each = <Key extends string>(
    keys: readonly Key[],
    say: (key: Key) => string,
  ): Record<string, string> => Object.fromEntries(keys.map((key) => [key, say(key)]));
  return JSON.stringify({
    lang: words.lang,
    ...page,
    people: [words.people(1), withCount(words.people(COUNT), "count")],
    joined: words.joined("{name}"),
    crowd: withCount(words.crowd(COUNT), "count"),
    left: each(LEAVE, (reason) => words.left("{name}", reason, undefined)),
    leftWith: words.left("{name}", "left", "{word}"),
    renamed: words.renamed("{from}", "{to}"),
    bye: each(BYE, words.bye),
    gap: withCount(words.gap(COUNT, SECOND_COUNT), "from", "to"),
    slowed: words.slowed,
    waitsFor: words.waitsFor("{name}"),
    askName: words.plain.askName,
    helpTitle: client.helpTitle,
    nothingEarlier: words.plain.nothingEarlier,
    onlyMessages: client.onlyMessages,
    noMentions: client.noMentions,
    hidden: words.plain.hidden("{name}"),
    shownAgain: words.plain.shownAgain("{name}"),
    hiddenOnes: words.plain.hiddenOnes(["{list}"]),
    hiddenNobody: words.plain.hiddenOnes([]),
    problem: Object.fromEntries(
      Object.values(PROBLEMS).map((what) => [what.code, withCount(words.problem(what), "limit", "length")]),
    ),
    particular: Object.fromEntries(PARTICULAR.map((what) => [what.code, words.problem(what)])),
    badQuery: each(FAULTS, (why) => words.problem({ code: "bad-query", why, given: "{given}" })),
    commands: COMMANDS.filter((row: CommandRow) => row.frontends.includes("page")).map((row) => ({
      names: [row.name, ...row.aliases],
      args: row.args,
      usage: words.usage(usageOf(row)),
      does: commands[row.name],
    })),
    leaving: QUIT_WORDS,
  });
}

function withCount(sentence: string, first: string, second = ""): string {
  return sentence.replace(String(COUNT), `{${first}}`).replace(String(SECOND_COUNT), `{${second}}`);
}
