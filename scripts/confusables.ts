/**
 * Writes `server/names/confusables.ts` from Unicode's own files:
 *
 *     deno run --allow-read --allow-write=server/names scripts/confusables.ts confusables.txt PropertyValueAliases.txt
 *
 * Debian has both, of the same version of Unicode: `confusables.txt` is `source/data/unidata/confusables.txt` in the
 * source of the package `icu` (`apt-get source icu`), `PropertyValueAliases.txt` is in the package `unicode-data`.
 *
 * @module
 */

/** A row of `confusables.txt`: a character, and the prototype that takes its place in a skeleton. */
const MAPPING = /^([0-9A-F]+) ;\t([0-9A-F ]+?) ;/;
const SCRIPT = /^sc ; \w+\s*; (\w+)/;
/** What can stand in a name; any other character is in no skeleton. */
const IN_A_NAME = /^[\p{L}\p{N}\p{M}_\-.]$/u;
/** These are in every script, or in none. */
const NO_SCRIPTS = ["Common", "Inherited", "Unknown", "Katakana_Or_Hiragana"];
const WIDTH = 108;

const [confusables, aliases] = await Promise.all(Deno.args.map((path) => Deno.readTextFile(path)));
if (confusables === undefined || aliases === undefined) {
  throw new Error("Name confusables.txt and PropertyValueAliases.txt.");
}
const version = /^# Version: ([\d.]+)$/m.exec(confusables)?.[1];
if (version === undefined || !aliases.includes(`-${version}.txt`)) {
  throw new Error("The two files are not of the same version of Unicode.");
}

/** The characters that each prototype takes the place of: a name is in NFKC, so others need no row. */
function rowsOf(text: string): string[] {
  const sources = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, source = "", target = ""] = MAPPING.exec(line) ?? [];
    if (source === "") continue;
    const char = String.fromCodePoint(parseInt(source, 16));
    if (!IN_A_NAME.test(char) || char.normalize("NFKC") !== char) continue;
    const prototype = target.split(" ").map(shortened).join("+");
    sources.set(prototype, [...sources.get(prototype) ?? [], shortened(source)]);
  }
  return [...sources].map(([prototype, chars]) => `${prototype}=${chars.join(",")}`);
}

function shortened(hex: string): string {
  return hex.replace(/^0+/, "");
}

/** Lines of `words`, none longer than {@linkcode WIDTH} where that can be. */
function wrapped(words: readonly string[]): string {
  const lines = [""];
  for (const word of words) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}

const scripts = aliases.split("\n").flatMap((line) => SCRIPT.exec(line)?.[1] ?? [])
  .filter((script) => !NO_SCRIPTS.includes(script));

await Deno.writeTextFile(
  new URL("../server/names/confusables.ts", import.meta.url),
  `/**
 * Made by \`scripts/confusables.ts\` from \`confusables.txt\` and \`PropertyValueAliases.txt\` of Unicode ${version}. Not to be
 * edited. The data are © 1991-2022 Unicode, Inc., used under the Unicode License (https://www.unicode.org/license.txt).
 *
 * @module
 */

/** The version of Unicode that these tables are of. */
export const UNICODE_VERSION = "${version}";

/** The scripts that a letter can be of, by their long names. */
export const SCRIPTS = \`
${wrapped(scripts)}
\`;

/** Prototypes, and after \`=\` the characters that look like them, as hexadecimal code points: \`72+6E=6D\` is \`rn\` for \`m\`. */
export const CONFUSABLES = \`
${wrapped(rowsOf(confusables))}
\`;
`,
);
