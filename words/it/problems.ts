/**
 * What was wrong with something that was sent, and what to do about it. In Italian.
 *
 * @module
 */

import { formatAddress } from "../../net/address.ts";
import type { Problem, QueryFault } from "../../protocol.ts";
import type { Rank } from "../../protocol/ranks.ts";
import { connections, moment, people, rooms, seconds, size, span, tries } from "./numbers.ts";
import { usage } from "./usage.ts";

const inRoom = (room: string | undefined): string => room === undefined ? "" : ` in #${room}`;
const because = (why: string): string => why === "" ? "." : `: ${why}`;

function notAllowed(needs: Rank, room: string | undefined): string {
  switch (needs) {
    case "operator":
      return room === undefined
        ? "Può farlo solo chi gestisce la stanza."
        : `Può farlo solo chi gestisce #${room}.`;
    case "moderator":
      return "Può farlo solo chi modera questo server.";
    case "owner":
      return "Può farlo solo chi ha aperto questo server.";
    case "voiced":
    case "member":
    case "guest":
      return "Qui non puoi farlo.";
  }
}

function queryFault(why: QueryFault, given: string): string {
  switch (why) {
    case "empty":
      return "Di' che cosa cercare: /search PAROLE.";
    case "quote":
      return `Le virgolette dopo ${given} non sono chiuse: chiudile, o toglile.`;
    case "date":
      return `"${given}" non è né una data né una durata: scrivi per esempio 2d, 3h o 2026-11-01.`;
    case "room":
      return `Non sei in ${given}: si può cercare solo nelle stanze in cui sei.`;
    case "context":
      return `"${given}" non è un numero di righe: scrivi da -C0 a -C10.`;
    case "long":
      return `È troppo da cercare in una volta: al massimo ${given} caratteri.`;
  }
}

/** Answers something that was wrong: what it is and what to do. */
export function problem(what: Problem): string {
  switch (what.code) {
    case "not-utf8":
      return "Quella riga non è testo UTF-8: imposta il terminale o il programma su UTF-8 e rimandala.";
    case "line-too-long":
      return `Quella riga supera i ${what.limit} byte e non è stata letta: mandala a pezzi.`;
    case "bad-json":
      return "Quella riga non è un oggetto JSON: invia un oggetto per riga.";
    case "unknown-type":
      return `Questo server non conosce messaggi di tipo "${what.given}".`;
    case "bad-field":
      return `Il campo "${what.field}" manca o non è del tipo giusto.`;
    case "bad-version":
      return `Questo server parla la versione ${what.versions.join(", ")} del protocollo.`;
    case "hello-first":
      return 'Prima di\' chi sei: {"type":"hello","name":"ada"}.';
    case "already-in":
      return "Sei già nella stanza: per cambiare nome usa nick.";
    case "bad-name":
      return what.mixed === true
        ? `"${what.name}" mescola lettere di più alfabeti in una parola${
          what.like === undefined ? "" : `, e somiglia a "${what.like}"`
        }: usa un solo alfabeto per ogni parola. "${what.suggestion}" è libero.`
        : `"${what.name}" non può essere un nome: usa da 1 a 24 lettere, cifre, _, - o . senza spazi. "${what.suggestion}" è libero.`;
    case "name-taken":
      return what.like === undefined
        ? `Il nome "${what.name}" è già in uso. "${what.suggestion}" è libero.`
        : `Il nome "${what.name}" somiglia a "${what.like}", che è già in uso. "${what.suggestion}" è libero.`;
    case "name-claimed":
      return `Il nome "${what.name}" è riservato. "${what.suggestion}" è libero.`;
    case "auth-plain":
      return "Questa connessione non è cifrata, quindi qui non si accettano password: entra con chat client o via https.";
    case "cut-off":
      return "Questo server non è in contatto con gli altri: provane un altro, o riprova tra poco.";
    case "auth-failed":
      return what.left === 0
        ? "Non è giusto. Prima di riprovare bisogna aspettare."
        : `Non è giusto. ${tries(what.left)}, poi bisogna aspettare.`;
    case "auth-wait":
      return `Troppi tentativi sbagliati: aspetta ${seconds(what.wait)}.`;
    case "auth-busy":
      return `Molte persone stanno accedendo: riprova tra ${seconds(what.wait)}.`;
    case "claim-limit":
      return what.everywhere === true
        ? `Su questo server non si possono riservare più di ${what.limit} nomi.`
        : "Dal tuo indirizzo oggi non si possono riservare altri nomi.";
    case "has-account":
      return `Hai riservato il nome "${what.name}": /unclaim ci rinuncia.`;
    case "no-account":
      return what.name === undefined
        ? "Il tuo nome non è riservato: /claim lo riserva a te."
        : `Nessuno ha riservato il nome "${what.name}".`;
    case "bad-password":
      return `Una password ha da ${what.least} a ${what.most} caratteri.`;
    case "old-password":
      return "Hai già una password: scrivi la vecchia dopo la nuova, /password NUOVA VECCHIA.";
    case "too-many-devices":
      return `Hai ${what.limit} dispositivi, il massimo: togline uno con /devices forget NUMERO.`;
    case "no-device":
      return `Non hai un dispositivo ${what.n}: /devices li elenca.`;
    case "last-device":
      return "Nient'altro prova che il nome è tuo: /unclaim ci rinuncia.";
    case "no-room":
      return `La stanza #${what.room} non esiste, o non ci sei dentro: /rooms le elenca, /join #${what.room} entra.`;
    case "bad-room":
      if (what.like !== undefined) {
        return `#${what.room} somiglia a #${what.like}, che esiste già: per entrarci scrivi /join #${what.like}.`;
      }
      return what.mixed === true
        ? `"${what.room}" mescola lettere di più alfabeti in una parola: usa un solo alfabeto per ogni parola.`
        : `"${what.room}" non può essere una stanza: scrivi # e da 1 a 32 lettere, cifre, _, - o . senza spazi.`;
    case "nowhere":
      return "Non sei in nessuna stanza: entra in una con /join #lobby.";
    case "nobody-to-answer":
      return "Nessuno ti ha ancora scritto in privato: scrivi tu con /msg NOME TESTO.";
    case "too-many-rooms":
      return what.limit === 1
        ? "C'è già 1 stanza e non se ne possono creare altre: /rooms la mostra."
        : `Ci sono già ${rooms(what.limit)} e non se ne possono creare altre: /rooms le elenca.`;
    case "new-rooms":
      return `Dal tuo indirizzo non si possono creare più di ${
        rooms(what.limit)
      } in un'ora: /rooms elenca quelle che ci sono.`;
    case "in-too-many":
      return `Sei in ${rooms(what.limit)}, il massimo: prima esci da una con /part #stanza.`;
    case "not-here":
      return what.waited === true
        ? `La connessione di ${what.name} non è tornata, quindi quello che hai scritto non è arrivato.`
        : what.asked === true
        ? `${what.name} non è qui: /who mostra chi c'è.`
        : `${what.name} non è qui, quindi non è stato inviato nulla: /who mostra chi c'è.`;
    case "other-person":
      return what.now === undefined
        ? `Ora ${what.name} è un'altra persona, quindi non è stato inviato né fatto nulla: chi intendi non è qui.`
        : `La persona che intendi ora si chiama ${what.now}, quindi non è stato inviato né fatto nulla: riprova con ${what.now}.`;
    case "bad-query":
      return queryFault(what.why, what.given);
    case "no-search":
      return "Questo server non tiene un indice, quindi non può cercare: /history mostra che cosa si è detto prima.";
    case "search-slow":
      return "La ricerca ha richiesto troppo tempo: aggiungi una parola, o restringila con in:#stanza, from:NOME o after:2d.";
    case "empty":
      return "In quel messaggio non c'è nulla da dire.";
    case "too-long":
      return `Quel messaggio ha ${what.length} caratteri e non è stato inviato: il massimo è ${what.limit}.`;
    case "not-stored":
      return "Il server non ha potuto conservare quel messaggio, quindi non l'ha inviato: riprova fra un momento.";
    case "unknown-command":
      return (what.nearest === undefined
        ? `Il comando ${what.given} non esiste: /help mostra quelli che ci sono.`
        : `Il comando ${what.given} non esiste: intendevi ${what.nearest}?`) +
        " (Per dirlo così com'è, comincia con due barre.)";
    case "usage":
      return `Si scrive così: ${usage(what.usage)}`;
    case "full":
      return `La stanza è al completo (${connections(what.limit)}): riprova più tardi.`;
    case "address-full":
      return `Da un indirizzo non si possono avere più di ${
        connections(what.limit)
      }, e altri forse usano il tuo: ` +
        "riprova tra poco. Chi gestisce il server può permetterne di più (--max-per-address).";
    case "closed":
      return what.door !== true
        ? "Questo server è chiuso: entra con un invito, o con il nome che hai riservato."
        : what.wait !== undefined
        ? `Troppe parole sbagliate dal tuo indirizzo: attendi ${seconds(what.wait)}.`
        : what.wrong === true
        ? "La parola non è quella: chiedila a chi ti ha invitato."
        : "Questa stanza è chiusa. Qual è la parola?";
    case "ticket-bad":
      return what.open === true
        ? "Questo invito è già stato usato, è scaduto o è stato ritirato: chiedine un altro, o entra senza."
        : "Questo invito è già stato usato, è scaduto o è stato ritirato: chiedine un altro.";
    case "join-limit":
      return `Dal tuo indirizzo sono appena entrate molte persone: riprova fra ${
        seconds(1000 * Math.ceil(what.wait / 1000))
      }.`;
    case "encrypt": {
      const { host, port } = what;
      const where = formatAddress(host, port);
      return `Da dove ti colleghi questo server accetta solo connessioni cifrate: chat client --host ${host} --port ${port}, oppure https://${where}/, oppure openssl s_client -quiet -connect ${where}.`;
    }
    case "banned":
      return `Non puoi entrare${inRoom(what.room)}${
        what.until === undefined ? "" : ` fino al ${moment(what.until)}`
      }${because(what.why)}`;
    case "kicked":
      return `${what.by} ti ha fatto uscire${
        what.room === undefined ? "" : ` da #${what.room}`
      }, e puoi tornare fra un minuto${because(what.why)}`;
    case "muted":
      return `Non puoi scrivere${inRoom(what.room)}${
        what.until === undefined ? "" : ` fino al ${moment(what.until)}`
      }${because(what.why)}`;
    case "slow-mode":
      return `Piano in #${what.room}: potrai scrivere di nuovo fra ${
        seconds(Math.ceil(what.wait / 1000) * 1000)
      }.`;
    case "locked":
      return `#${what.room} è chiusa: per ora non entra nessun altro.`;
    case "invite-only":
      return `In #${what.room} si entra solo su invito: chiedilo a chi la gestisce.`;
    case "accounts-only":
      return `In #${what.room} scrive solo chi ha un nome riservato: /claim riserva il tuo.`;
    case "accounts-join":
      return `In #${what.room} entra solo chi ha un nome riservato: /claim riserva il tuo.`;
    case "room-key":
      return `Per entrare in #${what.room} serve una parola: /join #${what.room} PAROLA.`;
    case "room-full":
      return `#${what.room} è piena (al massimo ${people(what.limit)}): riprova più tardi.`;
    case "read-only":
      return what.by === undefined
        ? `In #${what.room} scrive solo chi la gestisce.`
        : `Per ora in #${what.room} scrive solo ${what.by}.`;
    case "guests-off":
      return "In questo momento non entrano ospiti: entra con il tuo nome riservato.";
    case "not-allowed":
      return "name" in what ? `Con ${what.name} non puoi farlo.` : notAllowed(what.needs, what.room);
    case "no-ban":
      return `Non c'è un divieto ${what.n}: /bans li elenca.`;
    case "no-message":
      return what.seq === 0
        ? `In #${what.room} non c'è un messaggio a cui riferirlo: indicane uno con il numero.`
        : `In #${what.room} non c'è un messaggio ${what.seq}.`;
    case "too-late":
      return `I propri messaggi si possono correggere o cancellare per ${
        span(what.limit)
      }: chiedi a chi gestisce la stanza.`;
    case "not-yours":
      return `Il messaggio ${what.seq} in #${what.room} non è tuo: può correggerlo solo chi lo ha scritto.`;
    case "no-such-words":
      return `«${what.given}» non c'è nel tuo messaggio: non è cambiato nulla.`;
    case "bad-emoji":
      return `«${what.given}» non è un'emoji: scrivine una, come 👍.`;
    case "too-many-reactions":
      return `A quel messaggio ci sono già ${what.limit} reazioni: non se ne possono aggiungere altre.`;
    case "too-many-bans":
      return `Ce ne sono già ${what.limit}: prima toglierne qualcuno (/bans).`;
    case "not-admitted":
      return "Nessuno ti ha fatto entrare: riprova più tardi.";
    case "nobody-waits":
      return "Nessuno aspetta: /waiting mostra chi aspetta.";
    case "nothing-to-undo":
      return "Non c'è nulla da annullare.";
    case "no-files":
      return "Questo server non accetta file.";
    case "file-too-big":
      return `Il file è di ${size(what.size)}, e il massimo è ${
        size(what.limit)
      }: riducilo, o invialo in più parti.`;
    case "file-empty":
      return "Il file è vuoto.";
    case "files-full":
      return `Non c'è più spazio per i file (${
        size(what.limit)
      } in tutto): prima se ne devono togliere di vecchi.`;
    case "files-today":
      return `In un giorno si accettano al massimo ${size(what.limit)} di file per persona: riprova domani.`;
    case "too-many-uploads":
      return `Si possono inviare al massimo ${what.limit} file alla volta: aspetta che uno arrivi.`;
    case "no-file":
      return what.seq === 0
        ? `In #${what.room} non c'è nessun file.`
        : `Il messaggio ${what.seq} in #${what.room} non ha un file, oppure non è più conservato.`;
    case "other":
      return `Il server non lo ha accettato (${what.given}).`;
  }
}
