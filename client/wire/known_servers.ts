/**
 * The servers that a person has been to, and how each is recognized: in a small file that can be read by hand.
 *
 * @module
 */

import { formatAddress, type ServerAddress } from "../../net/address.ts";
import { parseFingerprint } from "../../net/fingerprint.ts";

/** How a server is recognized: by its key, with the certificate (DER, in base64) that had it last; or by an authority. */
export type Recognition =
  | { readonly kind: "key"; readonly fingerprint: string; readonly certificate: string }
  | { readonly kind: "authority" };

/** A server that is known. */
export interface KnownServer {
  /** Where it is. */
  readonly address: ServerAddress;
  /** Since when, as `2026-11-28`. */
  readonly since: string;
  /** How it is recognized. */
  readonly by: Recognition;
}

/** Where known servers are kept. */
export interface KnownServersFile {
  /** How a person finds it. */
  readonly path: string;
  /** All that is in it; `undefined` when it is not there. Throws when it cannot be read. */
  read(): string | undefined;
  /**
   * Replaces it by what `change` makes of it, all of it or nothing; meanwhile nobody else does. `undefined` leaves it as
   * it is. Throws when that cannot be.
   */
  change(change: (text: string | undefined) => string | undefined): void;
}

/** What the file says about a server. `unreadable` is the number of a line about it that cannot be read. */
export type Knowledge =
  | { readonly kind: "known"; readonly server: KnownServer }
  | { readonly kind: "unknown" }
  | { readonly kind: "unreadable"; readonly line: number };

/** A line of the file: a server, or what is kept as it is. */
interface KnownLine {
  readonly text: string;
  readonly server: KnownServer | undefined;
}

/** The servers that are known. What cannot be written counts for as long as the program runs. */
export class KnownServers {
  readonly #file: KnownServersFile | undefined;
  /** What could not be written, or has no place. */
  #unwritten: string | undefined;

  /** Opens the list. @param file Where it is kept; nothing outlives the program without. */
  constructor(file?: KnownServersFile) {
    this.#file = file;
  }

  /** Where they are kept, if they are. */
  get path(): string | undefined {
    return this.#file?.path;
  }

  /** Finds a server. @throws When the file cannot be read. */
  find(address: ServerAddress): Knowledge {
    const key = keyOf(address);
    const lines = this.#lines();
    // A line about this server that cannot be read must not make it a new one.
    const broken = lines.findIndex(({ text, server }) =>
      server === undefined && text.toLowerCase().startsWith(`${key} `)
    );
    if (broken >= 0) return { kind: "unreadable", line: broken + 1 };
    const server = lines.find(({ server }) => server !== undefined && keyOf(server.address) === key)?.server;
    return server === undefined ? { kind: "unknown" } : { kind: "known", server };
  }

  /** Finds a server with this key at another address. @throws When the file cannot be read. */
  findKey(fingerprint: string, besides: ServerAddress): KnownServer | undefined {
    return this.list().find(({ address, by }) =>
      by.kind === "key" && by.fingerprint === fingerprint && keyOf(address) !== keyOf(besides)
    );
  }

  /** Lists all that can be read. @throws When the file cannot be read. */
  list(): readonly KnownServer[] {
    return this.#lines().flatMap(({ server }) => server === undefined ? [] : [server]);
  }

  /** Lists the numbers of the lines that cannot be read, from 1. @throws When the file cannot be read. */
  unreadableLines(): readonly number[] {
    return this.#lines().flatMap(({ text, server }, index) =>
      server === undefined && text.trim() !== "" && !text.startsWith("#") ? [index + 1] : []
    );
  }

  /** Adds a server, or replaces what is known of it, if only for as long as the program runs. @throws When it cannot be kept for longer. */
  put(server: KnownServer): void {
    this.#change((lines) => {
      const others = lines.filter((line) => !isAbout(line, server.address));
      return [...others.map(({ text }) => text), lineOf(server)];
    });
  }

  /** Forgets a server, or all on a host; returns those. Throws when the file cannot be read or written. */
  forget(host: string, port: number | undefined): readonly string[] {
    let about: readonly KnownLine[] = [];
    this.#change((lines) => {
      about = lines.filter((line) => isOn(line, host, port));
      return about.length === 0
        ? undefined
        : lines.filter((line) => !about.includes(line)).map(({ text }) => text);
    });
    return about.map(({ text }) => text.split(" ", 1).join());
  }

  #lines(): readonly KnownLine[] {
    return linesOf(this.#unwritten ?? this.#file?.read());
  }

  /** Changes the lines, in the file as it is then: another client may have written to it since it was read. */
  #change(change: (lines: readonly KnownLine[]) => readonly string[] | undefined): void {
    const changed = (text: string | undefined): string | undefined =>
      change(linesOf(this.#unwritten ?? text))?.map((line) => `${line}\n`).join("");
    if (this.#file === undefined) {
      this.#unwritten = changed(undefined) ?? this.#unwritten;
      return;
    }
    let wanted: string | undefined;
    try {
      this.#file.change((text) => wanted = changed(text));
    } catch (error) {
      this.#unwritten = wanted ?? this.#unwritten; // Nothing, where not even what is there could be read.
      throw error;
    }
    this.#unwritten = undefined;
  }
}

function linesOf(text = ""): readonly KnownLine[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((text) => ({ text, server: parseLine(text) }));
}

/** Formats a day as the file has it. @param now In ms since 1970. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

function keyOf({ host, port }: ServerAddress): string {
  return formatAddress(host.toLowerCase().replace(/\.$/, ""), port);
}

function isAbout({ text }: KnownLine, address: ServerAddress): boolean {
  return text.toLowerCase().startsWith(`${keyOf(address)} `);
}

function isOn(line: KnownLine, host: string, port: number | undefined): boolean {
  if (port !== undefined) return isAbout(line, { host, port });
  const start = keyOf({ host, port: 0 }).slice(0, -1); // As far as the colon.
  return /^\d+ /.test(line.text.slice(start.length)) && line.text.toLowerCase().startsWith(start);
}

function lineOf({ address, since, by }: KnownServer): string {
  const key = keyOf(address);
  return by.kind === "authority"
    ? `${key} authority - ${since} -`
    : `${key} key ${by.fingerprint} ${since} ${by.certificate}`;
}

function parseLine(text: string): KnownServer | undefined {
  const [where = "", kind, fingerprint = "", since = "", certificate = "", ...rest] = text.split(" ");
  const [, v6, name, digits] = /^(?:\[([^\]\s]+)\]|([^:\[\]]+)):(\d{1,5})$/.exec(where) ?? [];
  const host = v6 ?? name;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65535 || rest.length > 0) return undefined;
  if (!/^\d{4}-\d\d-\d\d$/.test(since)) return undefined;
  const address = { host, port };
  if (kind === "authority") return { address, since, by: { kind } };
  const isWhole = parseFingerprint(fingerprint) === fingerprint && isCertificate(certificate);
  return kind === "key" && isWhole ? { address, since, by: { kind, fingerprint, certificate } } : undefined;
}

/** Tells whether a text is base64, of which the line may have been cut short. */
function isCertificate(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
