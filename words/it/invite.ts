/**
 * Invitations. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** `chat invite`, and what a link says of itself. */
export const invite: Words["invite"] = {
  made: (uses, until, id) =>
    `Chi lo apre entra, ${
      uses === 1 ? "una volta" : `${uses} volte`
    }, fino a ${until}. Si vede soltanto adesso. Per ritirarlo: chat invite revoke ${id}`,
  makes: (role) =>
    role === "owner"
      ? "Chi lo usa gestisce questo server; con /claim continua a farlo."
      : "Chi lo usa modera questo server; con /claim continua a farlo.",
  oneUse: (role) => `Un invito con --role ${role} vale una volta sola: togli --uses.`,
  noKey:
    "Questo server non ha ancora una chiave, quindi nemmeno il link: apri il server una volta, e poi crea il link.",
  tooMany: "Ci sono già mille inviti validi: ritirane qualcuno, o aspetta che scadano.",
  revoked: (id) => `L'invito ${id} non vale più.`,
  unknown: (id) => `Non c'è nessun invito ${id}: vedi chat invite list.`,
  none: "Non ci sono inviti.",
  kinds: {
    entry: "ingresso",
    device: "dispositivo",
    recovery: "recupero",
    owner: "proprietà",
    moderator: "moderazione",
    here: "proprietà qui",
  },
  columns: ["NUM.", "RESTANO", "VALE FINO A", "TIPO", "STANZA", "SOLO PER", "FATTO DA"],
};
