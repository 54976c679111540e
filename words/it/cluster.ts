/**
 * I server di un cluster, per chi li gestisce. In italiano.
 *
 * @module
 */

import type { Words } from "../en.ts";
import { span } from "./numbers.ts";

/** Ciò che si dice dei cluster. */
export const cluster: Words["cluster"] = {
  problem: {
    "other-stream": (path: string): string =>
      `${path} è di un altro cluster: scegli con --data un file che non c'è ancora.`,
    "other-base": (path: string): string =>
      `${path} non è vuoto, e il cluster non è partito da lì: scegli con --data un file che non c'è ancora.`,
    "other-key": (_path: string, key: string): string =>
      `La chiave in ${key} non è quella del cluster: sposta quel file altrove, e questo server riceverà quella del cluster da un altro in funzione.`,
    behind: (path: string): string =>
      `${path} è rimasto indietro più di quanto il cluster conservi: fai un chat backup di un server in funzione, mettilo al posto di ${path} e riavvia.`,
    "went-back": (path: string): string =>
      `NATS ha perso ciò che c'è in ${path}: ferma tutti i server e, se questo file è il più completo, rifai da qui il flusso: chat cluster renew --data ${path}`,
    "no-cluster": (path: string): string =>
      `${path} non è di un cluster: indica il file di uno dei suoi server.`,
    "servers-up": (): string => "Ci sono server del cluster in funzione: prima fermali tutti.",
    "has-more": (path: string, last: string): string =>
      `Il flusso arriva al turno ${last}, mentre ${path} si ferma prima: rifallo da un file che ha più del flusso, oppure avvia il server che usa questo, e leggerà i turni che mancano.`,
    "not-fetched": (): string =>
      `Dal sorgente, un server di un cluster si avvia insieme a ciò che parla con NATS: deno task cluster server … invece di deno task start, deno task cluster … invece di deno task chat.`,
    "no-answer": (_path: string, servers: string): string =>
      `Su ${servers} non risponde nessun NATS con JetStream: nats-server è in funzione?`,
    "no-stream": (_path: string, cause: string): string =>
      `Il flusso del cluster non è utilizzabile (${cause}).`,
  },
  halted: {
    newer: "Un altro server del cluster è più nuovo di questo: usa quella versione.",
    unreadable:
      "Nel flusso del cluster c'è qualcosa che nessun server ha scritto: questo server si è fermato.",
    forked: "Questo server non ha gli stessi dati di un altro: si è fermato. Vedi docs/cluster.md.",
    "went-back":
      "NATS ha perso ciò che questo server ha: il server si è fermato. Ferma anche tutti gli altri e rifai il flusso: chat cluster renew",
    behind:
      "Questo server è rimasto indietro più di quanto il cluster conservi: si è fermato. Metti un chat backup di un altro al posto del suo file, e riavvialo.",
  },
  refused: {
    data: "Un server di un cluster ha bisogno di un registro suo: togli --ephemeral.",
    keep: "I server di un cluster non possono ancora cancellare i messaggi vecchi: togli --keep.",
  },
  needCert:
    "Un certificato per NATS ha bisogno della sua chiave: indica sia --cluster-cert FILE sia --cluster-key FILE.",
  missingAction: (actions: readonly string[]): string =>
    `Di' che cosa fare: chat cluster ${actions.join("|")}.`,
  renewal: (
    path: string,
    applied: number,
    stream: { readonly first: number; readonly last: number } | undefined,
  ): string =>
    `${path} ha tutto fino al turno ${applied}; ${
      stream === undefined
        ? "NATS non ha nessun flusso"
        : stream.last < stream.first
        ? `il flusso è vuoto dopo il turno ${stream.last}`
        : `il flusso ha i turni da ${stream.first} a ${stream.last}`
    }.`,
  renewalMeans: (applied: number): string =>
    `Un flusso nuovo riparte dal turno ${applied}: ai server i cui file hanno di meno, o altro, serve poi un chat backup di questo.`,
  renewalMakes: (replicas: number, keep: number): string =>
    `Lo ${
      replicas === 1 ? "conserva un solo server NATS" : `conservano ${replicas} server NATS`
    }, con i turni ${keep === 0 ? "per sempre" : `per ${span(keep)}`}.`,
  renewalUnknown:
    "Com'era fatto quello di prima non si sa più: se era diverso, indica --cluster-replicas e --cluster-keep.",
  askRenew: "Rifare il flusso? [s/N] ",
  needsYes: "Per rifare il flusso senza che venga chiesto, scrivi: chat cluster renew --yes",
  notRenewed: "Non è cambiato nulla.",
  renewed: "Il flusso è nuovo: avvia per primo il server che ha questo file, poi gli altri.",
  stream: (name: string, first: number, last: number): string =>
    last === 0
      ? `Cluster ${name}: non vi è ancora successo nulla.`
      : `Cluster ${name}: si conservano i turni da ${first} a ${last}.`,
  server: (address: string, applied: number, behind: number): string =>
    `${address === "" ? "un server senza --advertise" : address}: ha il turno ${applied}${
      behind === 0 ? "" : `, gliene mancano ${behind}`
    }`,
  agree: (count: number): string =>
    count === 0
      ? "Nessun server è in funzione."
      : count === 1
      ? "Un server è in funzione."
      : `${count} server sono in funzione, e hanno tutti gli stessi dati.`,
  otherKeys:
    "I server si identificano con chiavi diverse, e con la cifratura nessuno passa da uno all'altro: dai a tutti gli stessi --tls-cert e --tls-key, o a nessuno.",
  differ: "I server non hanno gli stessi dati: vedi docs/cluster.md.",
  noFile: (flag: string, path: string): string => `${flag}: ${path} non si può leggere.`,
};
