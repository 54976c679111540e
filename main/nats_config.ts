/**
 * What NATS is started with for a cluster of chat servers. Pure.
 *
 * @module
 */

/** Makes the configuration of one NATS server: nobody but this machine reaches it, and what it has acknowledged is on the disk. */
export function natsConfig(): string {
  return `# nats-server -c nats.conf
server_name: chat
listen: "127.0.0.1:4222"
${STORE}`;
}

/**
 * Makes the one configuration of NATS servers on several machines, which stand in for each other. They, and the chat servers,
 * prove with certificates of one authority who they are: nobody else gets in.
 *
 * @param nodes The machines, as they find each other.
 */
export function natsNodesConfig(name: string, [first = "", ...others]: readonly string[]): string {
  const nodes = [first, ...others];
  const tls = (indent: string): string =>
    [
      `cert_file: "./nats.pem" # for the name of this machine`,
      `key_file: "./nats.key"`,
      `ca_file: "./ca.pem"`,
      `verify: true`,
    ].map((line) => `${indent}${line}`).join("\n");
  return `# The same on ${
    nodes.join(", ")
  }; each is started with its own name: nats-server -c nats.conf --name ${first}
listen: "0.0.0.0:4222"
${STORE}tls {
${tls("  ")}
  handshake_first: true
}
cluster {
  name: ${name}
  listen: "0.0.0.0:6222"
  no_advertise: true
  routes: [
${nodes.map((node) => `    "nats://${node}:6222"`).join("\n")}
  ]
  tls {
${tls("    ")}
  }
}
`;
}

const STORE = `jetstream {
  store_dir: "./nats"
  sync_interval: always
}
`;
