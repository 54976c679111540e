/**
 * The names of the services that other IRC networks have. Clients are told to send passwords there when they connect, so
 * nobody may have one.
 *
 * @module
 */

import { Lookalikes } from "./lookalikes.ts";

const SERVICES = ["Auth", "Bot", "Chan", "Hist", "Host", "Memo", "Nick", "Oper", "Sasl"].map((what) =>
  `${what}Serv`
);

const names = new Lookalikes<string>();
for (const name of SERVICES) names.add(name, name);

/** Finds the service that has this name, or one that it looks like. */
export function findService(name: string): string | undefined {
  return names.find(name);
}
