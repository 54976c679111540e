/**
 * How commands and flags are written. In Italian.
 *
 * @module
 */

/** What commands and flags take, as their usage names it. */
const taken: ReadonlyMap<string, string> = new Map([
  ["ADDRESS", "INDIRIZZO"],
  ["COMMAND", "COMANDO"],
  ["DATE", "DATA"],
  ["FILE", "FILE"],
  ["KEY", "PAROLA"],
  ["MINUTES", "MINUTI"],
  ["NAME", "NOME"],
  ["NEW", "NUOVA"],
  ["NEWNAME", "NUOVONOME"],
  ["NUMBER", "NUMERO"],
  ["PATH", "PERCORSO"],
  ["OLD", "VECCHIA"],
  ["ORIGINS", "ORIGINI"],
  ["PATTERN", "MODELLO"],
  ["PORT", "PORTA"],
  ["ROOM", "STANZA"],
  ["SETTING", "IMPOSTAZIONE"],
  ["SIZE", "DIMENSIONE"],
  ["TEXT", "TESTO"],
  ["TIME", "TEMPO"],
  ["VALUE", "VALORE"],
  ["WHOM", "CHI"],
  ["WHY", "MOTIVO"],
  ["WORD", "SALUTO"],
  ["WORDS", "PAROLE"],
]);

/** Shows how a command or a flag is written, with what it takes named in this language. */
export function usage(given: string): string {
  return given.replace(/[A-Z]+/g, (word) => taken.get(word) ?? word);
}
