/**
 * People in charge at every door: each does a deed in the way of their door, and sees what others did.
 *
 * @module
 */

import { scryptSync } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { openAccounts } from "../../server/store/accounts.ts";
import { openLog } from "../../server/store/log.ts";
import type { ClientFrame, ModRequest, ServerFrame } from "../../protocol.ts";
import { IrcPeer } from "./irc_peer.ts";
import type { NativePeer } from "./peers.ts";
import type { TestServer } from "./test_server.ts";

/** A deed as it is written at each kind of door; `undefined` where there is no way to write it. */
export interface Written {
  readonly frame: ModRequest;
  readonly line: string | undefined;
  readonly irc: string | undefined;
}

/** What is seen of a deed at each kind of door; `undefined` where nothing is. */
export interface Seen {
  readonly frame: SeenFrame | undefined;
  readonly text: string | undefined;
  readonly irc: string | undefined;
}

/** A frame of a type in which some fields have these values. */
export type SeenFrame = { readonly type: ServerFrame["type"] } & Readonly<Record<string, unknown>>;

/** Somebody in charge, at one door. */
export interface Seat {
  readonly name: string;
  /** In which way deeds are written here. */
  readonly kind: keyof Written;
  join(room: string): Promise<void>;
  /** Waits for all that was sent until now: it is not looked at any more. */
  mark(): Promise<void>;
  /** Does a deed; `false` where this door has no way to. */
  perform(deed: Written): Promise<boolean>;
  /** Waits until a deed is seen; at once where this door shows nothing of it. */
  see(seen: Seen): Promise<void>;
}

/** The password of everybody in {@linkcode logWithOwners}. */
export const PASSWORD = "correct horse battery";

/** Makes a log in which some names are claimed by owners and by others, with a password that is quickly checked. */
export function logWithOwners(path: string, owners: readonly string[], members: readonly string[]): void {
  openLog(path, "process").close();
  const accounts = openAccounts(path);
  for (const [index, name] of [...owners, ...members].entries()) {
    const salt = new Uint8Array(16).fill(index);
    const hash = new Uint8Array(scryptSync(PASSWORD, salt, 32, { N: 2, r: 1, p: 1 }));
    const value = `scrypt$1$1$1$${salt.toBase64()}$${hash.toBase64()}`;
    const role = owners.includes(name) ? "owner" : "member";
    accounts.create({ name, role, home: 0 }, { kind: "password", value, label: "" }, 0);
  }
  accounts.close();
}

/** How somebody comes in at each door, by the name of its format. A door that is not here has nobody in charge tried at it. */
export const SEATS: Readonly<Record<string, (server: TestServer, name: string) => Promise<Seat>>> = {
  native: async (server, name) => {
    const peer = await server.native();
    await peer.sendFrames({ type: "hello", name, room: "lobby", auth: { password: PASSWORD } });
    await peer.waitForFrame("welcome");
    return frameSeat(name, peer, (frame) => peer.sendFrames(frame));
  },
  page: async (server, name) => {
    const peer = server.webSocket();
    await peer.waitForOpen();
    peer.sendFrames({ type: "hello", name, room: "lobby", auth: { password: PASSWORD } });
    await peer.waitForFrame("welcome");
    return frameSeat(name, peer, (frame) => Promise.resolve(peer.sendFrames(frame)));
  },
  plain: async (server, name) => {
    const peer = await server.plain();
    await peer.say(name);
    await peer.waitForText("is claimed");
    await peer.say(`/password ${PASSWORD}`);
    await peer.waitForText("Here now");
    let from = 0;
    return {
      name,
      kind: "line",
      join: async (room) => {
        await peer.say(`/join ${room}`);
        await peer.waitForText(`You are in #${room}`);
      },
      mark: async () => {
        for (let turn = 0; turn < 2; turn++) { // The first list may overtake events of the same turn.
          const before = peer.text.length;
          await peer.say("/who");
          await peer.waitFor("a list", () => peer.text.slice(before).includes("Here now (") || undefined);
        }
        from = peer.text.length;
      },
      perform: async ({ line }) => {
        if (line !== undefined) await peer.say(line);
        return line !== undefined;
      },
      see: async ({ text }) => {
        if (text === undefined) return;
        await peer.waitFor(JSON.stringify(text), () => peer.text.slice(from).includes(text) || undefined);
      },
    };
  },
  irc: async (server, name) => {
    const peer = new IrcPeer(await server.raw());
    await peer.send(
      "CAP LS 302",
      "CAP REQ :draft/message-redaction server-time message-tags",
      `PASS :${name}:${PASSWORD}`,
      `NICK ${name}`,
      `USER ${name} 0 * :${name}`,
      "CAP END",
    );
    await peer.waitFor(` 376 ${name} `);
    let from = 0;
    return {
      name,
      kind: "irc",
      join: async (room) => {
        await peer.send(`JOIN #${room}`);
        await peer.waitFor(` 366 ${name} #${room}`);
      },
      mark: async () => {
        await peer.ask();
        from = peer.text.length;
      },
      perform: async ({ irc }) => {
        if (irc !== undefined) await peer.send(irc);
        return irc !== undefined;
      },
      see: async ({ irc }) => {
        if (irc === undefined) return;
        await peer.raw.waitFor(irc, () => peer.text.slice(from).includes(irc) || undefined);
      },
    };
  },
};

function frameSeat(
  name: string,
  peer: Pick<NativePeer, "frames" | "waitForFrame">,
  send: (frame: ClientFrame) => Promise<void>,
): Seat {
  let from = 0;
  return {
    name,
    kind: "frame",
    join: async (room) => {
      await send({ type: "join", room });
      await peer.waitForFrame("entered", (entered) => entered.room === room);
    },
    mark: async () => {
      for (let turn = 0; turn < 2; turn++) { // The first pong may overtake events of the same turn.
        const before = peer.frames.length;
        await send({ type: "ping" });
        await peer.waitForFrame("pong", (pong) => peer.frames.indexOf(pong) >= before);
      }
      from = peer.frames.length;
    },
    perform: async ({ frame }) => {
      await send(frame);
      return true;
    },
    see: async ({ frame: wanted }) => {
      if (wanted === undefined) return;
      const { type, ...fields } = wanted;
      const isSeen = (frame: ServerFrame): boolean => {
        const given: Readonly<Record<string, unknown>> = { ...frame };
        const isAll = Object.entries(fields).every(([key, value]) => isDeepStrictEqual(given[key], value));
        return isAll && peer.frames.indexOf(frame) >= from;
      };
      await peer.waitForFrame(type, isSeen);
    },
  };
}
