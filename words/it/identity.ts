/**
 * The key by which a server is known: `chat identity`, and what can be wrong with the files of keys and certificates. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** `chat identity`. */
export const identity: Words["identity"] = {
  none: (path) =>
    `In ${path} non c'è ancora una chiave: il server la crea all'avvio. Per crearla subito: chat identity new`,
  ask:
    "Creo un'altra chiave? Chi è già stato qui verrà avvisato, ed entrerà soltanto dopo aver confermato. [s/N] ",
  yes: "s sì si y",
  kept: "Non è cambiato nulla.",
  needsYes: "Per creare un'altra chiave senza domande, scrivi: chat identity new --yes",
  made: (fingerprint) => `La chiave di questo server ora è ${fingerprint}.`,
  old: (path) => `Quella di prima è in ${path}. Un server già in funzione prende la nuova al prossimo avvio.`,
  needBoth: "A un certificato serve la sua chiave: scrivi sia --tls-cert FILE sia --tls-key FILE.",
  stsNeedsCert:
    "--sts NOME vuole un certificato valido per quel nome: servono anche --tls-cert FILE e --tls-key FILE.",
  problem: {
    missing: (path) => `${path} non c'è: controlla il nome.`,
    unreadable: (path) => `${path} non si può leggere: controlla che sia tuo.`,
    unwritable: (path) =>
      `La chiave di questo server non si può scrivere in ${path}: controlla che la cartella ci sia e sia tua.`,
    "no-key": (path) =>
      `In ${path} non c'è una chiave privata utilizzabile: ne serve una in PEM, senza password. Se è quella del server, rimettila da una copia, o spostala per averne un'altra.`,
    "no-certificate": (path) => `In ${path} non c'è un certificato leggibile: ne serve uno in PEM.`,
    "other-name": (path) =>
      `Il certificato in ${path} non è per il nome dato a --sts: ne serve uno che lo sia, o un altro nome.`,
    mismatch: (path) => `${path} non è la chiave di quel certificato: indica i due che vanno insieme.`,
  },
};
