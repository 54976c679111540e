/**
 * Where machines, pages and servers are, as it is written in a flag. Pure.
 *
 * @module
 */

import { formatNetwork, parseNetwork } from "../../net/network.ts";
import type { ValueKind } from "./kind.ts";

/** The address or the name of a machine, without the brackets that an IPv6 address may come in. */
export const host: ValueKind<string> = {
  parse: (written) => {
    const bare = written.replace(/^\[(.*)\]$/, "$1");
    return /^[^\s/\[\]]+$/.test(bare) ? bare : undefined;
  },
  show: (value) => value,
  shape: "HOST",
  takes: { sentence: "host" },
};

/** Where pages come from: `https://chat.example`, with commas between several. */
export const origins: ValueKind<readonly string[]> = {
  parse: (written) => {
    const urls = written.split(",").map((one) => URL.parse(one.trim()));
    const good = urls.flatMap((url) =>
      url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search + url.hash === ""
        ? [url.origin]
        : []
    );
    return good.length === urls.length ? good : undefined;
  },
  show: (value) => value.join(","),
  shape: "ORIGINS",
  takes: { sentence: "origins" },
};

/** Addresses, and networks as `10.0.0.0/8`, with commas between several. */
export const networks: ValueKind<readonly string[]> = {
  parse: (written) => {
    const all = written.split(",").map((one) => parseNetwork(one.trim().replace(/^\[(.*)\]$/, "$1")));
    const good = all.flatMap((network) => network === undefined ? [] : [formatNetwork(network)]);
    return good.length === all.length ? good : undefined;
  },
  show: (value) => value.join(","),
  shape: "ADDR,CIDR",
  takes: { sentence: "networks" },
};

/** The servers of NATS: `nats://host:port` or `tls://host:port`, without a password, with commas between several. */
export const natsServers: ValueKind<readonly string[]> = {
  parse: (written) => {
    const all = written.split(",").map((one) => one.trim());
    return all.every((one) => /^(?:nats|tls):\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?\/?$/i.test(one))
      ? all.map((one) => one.replace(/\/$/, ""))
      : undefined;
  },
  show: (value) => value.join(","),
  shape: "NATS",
  takes: { sentence: "natsServers" },
};

/** What a cluster is called: what a subject of NATS can have in it. */
export const clusterName: ValueKind<string> = {
  parse: (written) => /^[A-Za-z0-9-]{1,32}$/.test(written) ? written : undefined,
  show: (value) => value,
  shape: "NAME",
  takes: { sentence: "clusterName" },
};

/** The machines that NATS runs on: three or five, as most of them must agree. */
export const nodes: ValueKind<readonly string[]> = {
  parse: (written) => {
    const all = written.split(",").map((one) => one.trim());
    const areNames = all.every((one) => /^[\w.-]{1,253}$/.test(one)) && new Set(all).size === all.length;
    return areNames && (all.length === 3 || all.length === 5) ? all : undefined;
  },
  show: (value) => value.join(","),
  shape: "HOST,HOST,HOST",
  takes: { sentence: "nodes" },
};

/** Where clients find a server: `host:port`, with commas between several. */
export const places: ValueKind<readonly string[]> = {
  parse: (written) => {
    const all = written.split(",").map((one) => one.trim());
    return all.every((one) => /^(?:[\w.-]+|\[[\da-f:.]+\]):\d{1,5}$/i.test(one)) ? all : undefined;
  },
  show: (value) => value.join(","),
  shape: "HOST:PORT",
  takes: { sentence: "places" },
};
