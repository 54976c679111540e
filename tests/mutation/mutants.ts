/**
 * Changes of one token in a source file, of the kinds that people make by mistake. Pure.
 *
 * Works on text and not on a syntax tree: comments, strings, templates and regular expressions are blanked first, and
 * the project's formatter puts one space around each binary operator, so generics and arrows are told from comparisons.
 *
 * @module
 */

/** One change. */
export interface Mutant {
  /** Offset of the first character that is replaced. */
  readonly at: number;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** A pattern, and what takes the place of a match; `undefined` for none. */
type Rule = readonly [pattern: RegExp, replace: (token: string) => string | undefined];

/** Replacements of tokens that have exactly one opposite. */
const SWAPS: Readonly<Record<string, string>> = {
  " === ": " !== ",
  " !== ": " === ",
  " < ": " <= ",
  " <= ": " < ",
  " > ": " >= ",
  " >= ": " > ",
  " && ": " || ",
  " || ": " && ",
  " + 1": " - 1",
  " - 1": " + 1",
  " += ": " -= ",
  " -= ": " += ",
  "Math.min(": "Math.max(",
  "Math.max(": "Math.min(",
  ".some(": ".every(",
  ".every(": ".some(",
  ".push(": ".unshift(",
  ".findLast(": ".find(",
  ".startsWith(": ".endsWith(",
  ".at(-1)": ".at(0)",
  "continue;": "break;",
  "return true;": "return false;",
  "return false;": "return true;",
  " = true;": " = false;",
  " = false;": " = true;",
};

const RULES: readonly Rule[] = [
  [new RegExp(Object.keys(SWAPS).map(escape).join("|"), "g"), (token) => SWAPS[token]],
  // A number that is one too large.
  [/(?<=[(,[=] ?|return )\d+(?=[),;\]])/g, (number) => String(Number(number) + 1)],
  // A call on a line of its own that is not made.
  [
    /(?<=\n *)(?:this\.|[a-z])[\w.#]*\??\.?\w*\([^\n]*\);(?=\n)/g,
    (call) => isDroppable(call) ? ";" : undefined,
  ],
];

/** All single changes of a file, in its order. */
export function mutantsOf(source: string): readonly Mutant[] {
  const code = blank(source);
  const found = RULES.flatMap(([pattern, replace]) =>
    [...code.matchAll(pattern)].flatMap((match): readonly Mutant[] => {
      const before = source.slice(match.index, match.index + match[0].length);
      const after = replace(before);
      if (after === undefined || isTypeOnly(code, match.index)) return [];
      return [{ at: match.index, line: lineAt(source, match.index), before, after }];
    })
  );
  return [...found, ...swappedBranches(source, code)].toSorted((one, other) => one.at - other.at);
}

/** Each condition turned round, so that the branches change places. */
function swappedBranches(source: string, code: string): readonly Mutant[] {
  return [...code.matchAll(/\bif \(/g)].map(({ index, 0: { length } }) => {
    const at = index + length;
    const before = source.slice(at, endOfCondition(code, at));
    return { at, line: lineAt(source, at), before, after: `!(${before})` };
  });
}

/** Where the parenthesis is that ends a condition. */
function endOfCondition(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    if (code[at] === "(") depth++;
    else if (code[at] === ")" && depth-- === 0) return at;
  }
  return code.length;
}

function lineAt(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}

/** Makes one change. */
export function applyMutant(source: string, { at, before, after }: Mutant): string {
  return source.slice(0, at) + after + source.slice(at + before.length);
}

/** Shows a change for a list: what stood there and what stands there now, in one line. */
export function describeMutant(source: string, mutant: Mutant): string {
  const [start, end] = [source.lastIndexOf("\n", mutant.at - 1) + 1, source.indexOf("\n", mutant.at)];
  const line = source.slice(start, end < 0 ? source.length : end).trim();
  const [before, after] = [mutant.before.trim(), mutant.after.trim()];
  const isTurned = after === `!(${before})`;
  const what = isTurned ? "branches swapped" : after === ";" ? "call removed" : `${before} → ${after}`;
  return `${what} in: ${line}`;
}

/** Whether removing this statement changes what the program does, and leaves a program. */
function isDroppable(call: string): boolean {
  return !/^(?:return|throw|await|yield|if|for|while|switch|super|assert|constructor)\b/.test(call) &&
    !/=>|\bfunction\b|\bnew\b/.test(call);
}

/** Whether the place lies in an import, an interface or a type, where nothing runs. */
function isTypeOnly(code: string, at: number): boolean {
  const line = code.slice(code.lastIndexOf("\n", at - 1) + 1, at);
  if (/^(?:import|export type|type|export interface|interface)\b/.test(line)) return true;
  return /^ *(?:readonly )?\w+\??: [^=(]*$/.test(line) && /^[^\n]*;(?:\n|$)/.test(code.slice(at));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The same text with comments, strings, templates and regular expressions as spaces, so that offsets stay. */
export function blank(source: string): string {
  // In this order: a comment or text begins before a regular expression can.
  const skipped =
    /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<=[(,=:[!&|?{};]\s*|return )\/(?![*/ ])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*|`/g;
  let blanked = "";
  let from = 0;
  for (let match = skipped.exec(source); match !== null; match = skipped.exec(source)) {
    const end = match[0] === "`" ? endOfTemplate(source, match.index + 1) : skipped.lastIndex;
    blanked += source.slice(from, match.index) + source.slice(match.index, end).replace(/[^\n]/g, " ");
    skipped.lastIndex = from = end;
  }
  return blanked + source.slice(from);
}

/** Where a template ends whose text begins here, with all that is nested in it. */
function endOfTemplate(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "`") return at + 1;
    else if (source[at] === "$" && source[at + 1] === "{") at = endOfExpression(source, at + 2);
  }
  return source.length;
}

/** Where the brace is that ends an expression in a template. */
function endOfExpression(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    if (source[at] === "`") at = endOfTemplate(source, at + 1) - 1;
    else if (source[at] === "{") depth++;
    else if (source[at] === "}" && depth-- === 0) return at;
  }
  return source.length;
}
