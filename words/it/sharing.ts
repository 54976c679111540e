/**
 * Files that people send. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** Files that people send. */
export const sharing: Words["sharing"] = {
  at: (name, size, link) => `File ${name} (${size}): ${link}`,
  lines: (count) => count === 1 ? "1 riga" : `${count} righe`,
  textName: "testo.txt",
  longText: "È troppo lungo per un solo messaggio. Come file se ne vedono le prime righe.",
  asFile: "Invia come file di testo",
  notPrivateText:
    "Testi così lunghi vanno solo nelle stanze, come file: quello che si dice a una persona sola non finisce mai su un disco. Invialo in più parti.",
  notPrivate:
    "I file vanno solo nelle stanze: quello che si dice a una persona sola non finisce mai su un disco. Prima vai in una stanza (/join).",
  picture: "Immagine {name}: ingrandiscila, o rimpiccioliscila",
  away: "Questo file non è ancora arrivato da un altro server: si riprova da sé.",
  sending: "Invio di {name}",
  cancel: "Non inviare {name}",
  broken: "la connessione si è interrotta più volte e il file non è stato inviato. Riprova.",
  forYou: (until) => `Questo indirizzo è solo per te, fino al ${until}.`,
};
