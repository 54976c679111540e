/**
 * Configurations of other servers: on the loopback address, without rate limits, in a temporary folder.
 *
 * @module
 */

/** Writes a configuration of NATS core; returns its path. */
export function natsConfig(port: number, folder: string): string {
  return write(
    folder,
    "nats.conf",
    `listen: "127.0.0.1:${port}"\nping_interval: "10m"\nmax_connections: 100000\n`,
  );
}

/** Writes a configuration of ngircd; returns its path. */
export function ngircdConfig(port: number, folder: string): string {
  const lines = [
    "[Global]",
    "Name = bench.test",
    "Info = bench",
    "MotdPhrase = bench",
    "Listen = 127.0.0.1",
    `Ports = ${port}`,
    "[Limits]",
    "MaxConnections = 0",
    "MaxConnectionsIP = 0",
    "MaxJoins = 0",
    "MaxPenaltyTime = 0",
    "PingTimeout = 600",
    "[Options]",
    "DNS = no",
    "Ident = no",
    "PAM = no",
  ];
  return write(folder, "ngircd.conf", lines.join("\n") + "\n");
}

/** Writes a configuration of InspIRCd; returns its path. */
export function ircConfig(port: number, folder: string): string {
  const lines = [
    '<server name="bench.test" description="bench" network="bench">',
    '<admin name="bench" nick="bench" email="bench@bench.test">',
    `<bind address="127.0.0.1" port="${port}" type="clients">`,
    '<connect allow="*" timeout="60" pingfreq="600" hardsendq="1M" softsendq="1M" recvq="64K" threshold="100000"' +
    ' commandrate="1000000" fakelag="no" localmax="100000" globalmax="100000" maxconnwarn="no" maxchans="10"' +
    ' resolvehostnames="no" useident="no" limit="100000">',
    '<performance nouserdns="yes" softlimit="100000" somaxconn="4096">',
    `<path configdir="${folder}" datadir="${folder}" logdir="${folder}" runtimedir="${folder}">`,
  ];
  return write(folder, "inspircd.conf", lines.join("\n") + "\n");
}

function write(folder: string, name: string, text: string): string {
  const path = `${folder}/${name}`;
  Deno.writeTextFileSync(path, text);
  return path;
}
