/**
 * Names that nobody may have who has not claimed one before: those of the services of other IRC networks, where clients
 * are told to send passwords when they connect, and those under which people would take somebody's word for the server's.
 *
 * @module
 */

import { Lookalikes } from "./lookalikes.ts";

const SERVICES = ["Auth", "Bot", "Chan", "Hist", "Host", "Memo", "Nick", "Oper", "Sasl"].map((what) =>
  `${what}Serv`
);

/** In every language of the program. */
const OFFICES = ["server", "system", "owner", "sistema", "proprietario"];

/** What the reader is called in lines that tell to whom something was said alone. */
const READERS = ["you", "tu", "te"];

/** A name of signs alone begins a line as what the server tells does: `--- ada changed the topic`. */
const SIGNS_ALONE = /^[-_.]+$/;

const names = new Lookalikes<string>();
for (const name of [...SERVICES, ...OFFICES, ...READERS]) names.add(name, name);

/** Finds the service, office or sign of the server that has this name, or one that it looks like. */
export function findService(name: string): string | undefined {
  return SIGNS_ALONE.test(name) ? name : names.find(name);
}
