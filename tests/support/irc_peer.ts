/**
 * An IRC client on a real socket.
 *
 * @module
 */

import type { RawPeer } from "./peers.ts";
import type { TestServer } from "./test_server.ts";

/** One client: sends lines, keeps what it receives. */
export class IrcPeer {
  readonly raw: RawPeer;
  #read = 0;
  #pings = 0;

  constructor(raw: RawPeer) {
    this.raw = raw;
  }

  /** Sends lines. */
  async send(...lines: readonly string[]): Promise<void> {
    await this.raw.send(lines.map((line) => `${line}\r\n`).join(""));
  }

  /** Sends lines, and returns all that came since the last time, up to the answer to a ping after them. */
  async ask(...lines: readonly string[]): Promise<readonly string[]> {
    const token = `t${++this.#pings}`;
    await this.send(...lines, `PING ${token}`);
    await this.raw.waitForText(`PONG chat ${token}\r\n`);
    return this.fresh().filter((line) => !line.includes(" PONG chat "));
  }

  /** All that came, with `chat` for every host: it is another one in each run. */
  get text(): string {
    return this.raw.text.replaceAll(/(![A-Za-z0-9._-]+@)[A-Za-z0-9_-]{12}(?=[\s])/g, "$1chat");
  }

  /** Gives the host that is shown of somebody. */
  hostOf(nick: string): string {
    const [, host = ""] = new RegExp(`:${nick}![^@ ]+@([^ ]+) `).exec(this.raw.text) ?? [];
    return host;
  }

  /** Returns the lines that came since the last time. */
  fresh(): readonly string[] {
    const all = this.text.split("\r\n").slice(0, -1);
    const lines = all.slice(this.#read);
    this.#read = all.length;
    return lines;
  }

  /** Waits for a line with this in it. */
  async waitFor(text: string): Promise<void> {
    await this.raw.waitFor(JSON.stringify(text), () => this.text.includes(text) || undefined);
  }
}

/** Connects an IRC client that comes in with these capabilities. */
export async function connectIrc(
  server: TestServer,
  nick: string,
  ...caps: readonly string[]
): Promise<IrcPeer> {
  const peer = new IrcPeer(await server.raw());
  await peer.send(
    ...(caps.length === 0 ? [] : ["CAP LS 302", `CAP REQ :${caps.join(" ")}`]),
    `NICK ${nick}`,
    `USER ${nick} 0 * :${nick} in full`,
    ...(caps.length === 0 ? [] : ["CAP END"]),
  );
  await peer.waitFor(` 376 ${nick} `);
  peer.fresh();
  return peer;
}
