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

const names = new Lookalikes<string>();
for (const name of [...SERVICES, ...OFFICES]) names.add(name, name);

/** Finds the service or office that has this name, or one that it looks like. */
export function findService(name: string): string | undefined {
  return names.find(name);
}
