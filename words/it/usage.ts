/**
 * How commands and flags are written. In Italian.
 *
 * @module
 */

/** What commands and flags take, as their usage names it. */
const taken: ReadonlyMap<string, string> = new Map([
  ["COMMAND", "COMANDO"],
  ["DATE", "DATA"],
  ["NAME", "NOME"],
  ["NUMBER", "NUMERO"],
  ["ORIGINS", "ORIGINI"],
  ["PORT", "PORTA"],
  ["ROOM", "STANZA"],
  ["SETTING", "IMPOSTAZIONE"],
  ["SIZE", "DIMENSIONE"],
  ["TEXT", "TESTO"],
  ["TIME", "TEMPO"],
  ["VALUE", "VALORE"],
  ["WHY", "MOTIVO"],
  ["WORD", "SALUTO"],
  ["WORDS", "PAROLE"],
]);

/** Shows how a command or a flag is written, with what it takes named in this language. */
export function usage(given: string): string {
  return given.replace(/[A-Z]+/g, (word) => taken.get(word) ?? word);
}
