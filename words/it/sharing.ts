/**
 * Files that people send. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** Files that people send. */
export const sharing: Words["sharing"] = {
  at: (name, size, link) => `${name} (${size}): ${link}`,
  notPrivate:
    "I file vanno solo nelle stanze: quello che si dice a una persona sola non finisce mai su un disco. Prima vai in una stanza (/join).",
  picture: "Immagine {name}: ingrandiscila, o rimpiccioliscila",
  sending: "Invio di {name}",
  cancel: "Non inviare {name}",
  broken: "la connessione si è interrotta più volte e il file non è stato inviato. Riprova.",
  forYou: (until) => `Questo indirizzo è solo per te, fino al ${until}.`,
};
