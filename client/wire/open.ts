/**
 * Whom a connection may go to: a server is checked before anything of ours is sent to it, and what is known of one is
 * never replaced by less.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import { INNER_NAME } from "../../net/certificate.ts";
import { fingerprintOf, publicKeyOf } from "../../net/certificate_fields.ts";
import type { Clock } from "../../net/clock.ts";
import { isLoopback, isPublicName } from "../../net/hosts.ts";
import { toPem } from "../../net/pem.ts";
import { dayOf, type Knowledge, type KnownServer, KnownServers, type Recognition } from "./known_servers.ts";
import { closeQuietly, connectTcp, type TcpFailure, type Wire } from "./tcp.ts";
import { connectSecurely, fetchCertificate, type Secured } from "./tls.ts";

/** What a person said about whom to trust. */
export interface Trust {
  /** The servers that are known, and where others are kept. */
  readonly known: KnownServers;
  /** The only key that will do, because a person gave its fingerprint; it may take the place of a known one. */
  readonly fingerprint?: string | undefined;
  /** The only key that will do, because an invitation names it; it takes no other's place. */
  readonly invited?: string | undefined;
  /** The authorities that will do besides the public ones, in PEM; a key that none vouches for will not. */
  readonly authorities?: readonly string[] | undefined;
  /** Whether a person wants a connection that is not encrypted. */
  readonly isUnencrypted?: boolean | undefined;
}

/** Why nothing was sent to a server that is there, or might be. Fingerprints as `sha256//…`. */
export type TrustFailure =
  | { readonly kind: "no-tls" }
  /** It has another key than the known one. */
  | { readonly kind: "other-key"; readonly since: string; readonly before: string; readonly now: string }
  /** The invitation names another key than the known one. */
  | { readonly kind: "invited-key"; readonly since: string; readonly before: string; readonly now: string }
  /** It has another key than the fingerprint or the invitation says. */
  | { readonly kind: "wrong-key"; readonly wanted: string; readonly now: string }
  /** No authority vouches for a public name, and nobody said that its key is right. */
  | { readonly kind: "unvouched"; readonly fingerprint: string }
  /** An authority vouched for it before, or was asked to, and does not. */
  | { readonly kind: "no-authority"; readonly cause: string }
  /** Its certificate is not one of chat's own, so its key cannot be checked. */
  | { readonly kind: "unpinnable"; readonly fingerprint: string }
  /** The file of known servers cannot be used: all of it, or a line about this one. */
  | { readonly kind: "known-servers"; readonly path: string; readonly cause: string; readonly line?: number };

/** Why there is no connection. */
export type OpenFailure = TcpFailure | TrustFailure;

/** What there is to tell of a server that was let in for the first time. */
export type TrustNote =
  | { readonly kind: "first"; readonly fingerprint: string }
  | { readonly kind: "replaced"; readonly before: string; readonly fingerprint: string }
  /** Another address of a server that is known by this one. */
  | { readonly kind: "also"; readonly as: ServerAddress }
  | { readonly kind: "not-kept"; readonly cause: string }
  | { readonly kind: "unreadable-lines"; readonly path: string; readonly lines: readonly number[] };

/** What became of opening a connection. */
export type Opened =
  | {
    readonly ok: true;
    readonly wire: Wire;
    /** Whether somebody on the way could read along; on this machine nobody is on the way. */
    readonly isOpenToRead: boolean;
    /** What the server has proved to be: the holder of a key (`sha256//…`) or of a name (`host//…`); nothing where it is plain. */
    readonly provenAs?: string | undefined;
    readonly notes: readonly TrustNote[];
  }
  | { readonly ok: false; readonly failure: OpenFailure };

/** How a connection is opened. */
export interface OpenParts {
  /** How long connecting may take, in ms. */
  readonly timeout: number;
  readonly clock: Clock;
  /** Who is trusted; nobody is known and nothing is kept without. */
  readonly trust?: Trust | undefined;
  /** Asks a person whether a key is right for which nobody vouches. Nobody is asked without, and then it is not. */
  readonly confirm?: ((fingerprint: string) => Promise<boolean>) | undefined;
}

/** Opens a connection to a server that is checked, as far as it can be. Never throws. */
export async function openWire(address: ServerAddress, parts: OpenParts): Promise<Opened> {
  return await new Opening(address, parts).run();
}

/** What stands for the fingerprint of a key that cannot be read: it is no key that anybody wants. */
const UNREADABLE = "?";

/** One attempt to get a connection. */
class Opening {
  readonly #address: ServerAddress;
  readonly #parts: OpenParts;
  readonly #trust: Trust;
  readonly #notes: TrustNote[] = [];

  constructor(address: ServerAddress, parts: OpenParts) {
    this.#address = address;
    this.#parts = parts;
    this.#trust = parts.trust ?? { known: new KnownServers() };
  }

  async run(): Promise<Opened> {
    const { known, isUnencrypted, authorities, fingerprint, invited } = this.#trust;
    if (isUnencrypted === true) return await this.#plain();
    const knowledge = this.#look(() => known.find(this.#address));
    if ("ok" in knowledge) return knowledge;
    if (knowledge.kind === "unreadable") {
      return failed({ kind: "known-servers", path: known.path ?? "", cause: "", line: knowledge.line });
    }
    const server = knowledge.kind === "known" ? knowledge.server : undefined;
    if (fingerprint !== undefined) return await this.#byFingerprint(fingerprint, server);
    if (authorities !== undefined) return await this.#byAuthority(server);
    if (server?.by.kind === "key") return await this.#byKnownKey(server, server.by);
    if (server?.by.kind === "authority") return await this.#byAuthority(server);
    if (invited !== undefined) return await this.#byInvitation(invited);
    return isLoopback(this.#address.host) ? await this.#plain() : await this.#firstTime();
  }

  async #plain(): Promise<Opened> {
    const connected = await connectTcp(this.#address, this.#parts.timeout, this.#parts.clock);
    return connected.ok
      ? { ok: true, wire: connected.conn, isOpenToRead: !isLoopback(this.#address.host), notes: [] }
      : failed(connected.failure);
  }

  /** Goes on with a server whose key is known: no other will do. */
  async #byKnownKey(server: KnownServer, by: Extract<Recognition, { kind: "key" }>): Promise<Opened> {
    const { invited } = this.#trust;
    if (invited !== undefined && invited !== by.fingerprint) {
      return failed({ kind: "invited-key", since: server.since, before: by.fingerprint, now: invited });
    }
    const secured = await this.#check(INNER_NAME, [pemOf(by.certificate)]);
    if (secured.kind !== "certificate") return this.#opened(secured, by.fingerprint);
    // The key may be the same in a certificate that does not look like the last one.
    const shown = await this.#shown();
    if ("ok" in shown) return shown;
    return shown.fingerprint === by.fingerprint
      ? await this.#pin(shown, server.since)
      : failed({ kind: "other-key", since: server.since, before: by.fingerprint, now: shown.fingerprint });
  }

  /** Goes on with a server for which an authority must vouch. */
  async #byAuthority(server: KnownServer | undefined): Promise<Opened> {
    const secured = await this.#check(this.#address.host, this.#trust.authorities ?? []);
    if (secured.kind === "certificate") return failed({ kind: "no-authority", cause: secured.cause });
    if (secured.kind === "secured" && server?.by.kind !== "authority") this.#keep({ kind: "authority" });
    return this.#opened(secured);
  }

  /** Goes on with a server whose fingerprint a person gave: it overrules what is known. */
  async #byFingerprint(wanted: string, server: KnownServer | undefined): Promise<Opened> {
    if (server?.by.kind === "key" && server.by.fingerprint === wanted) {
      return await this.#byKnownKey(server, server.by);
    }
    const shown = await this.#shown();
    if ("ok" in shown) return shown;
    if (shown.fingerprint !== wanted) return failed({ kind: "wrong-key", wanted, now: shown.fingerprint });
    if (server?.by.kind === "key") {
      this.#notes.push({ kind: "replaced", before: server.by.fingerprint, fingerprint: wanted });
    }
    return await this.#pin(shown);
  }

  /** Goes on with a server that an invitation leads to: its key is the one that the invitation names, or an authority vouches for it. */
  async #byInvitation(wanted: string): Promise<Opened> {
    const shown = await this.#shown();
    if ("ok" in shown) return shown;
    if (shown.fingerprint === wanted) {
      const pinned = await this.#pin(shown);
      if (pinned.ok || pinned.failure.kind !== "unpinnable") return pinned;
    }
    const secured = await this.#check(this.#address.host, []);
    if (secured.kind === "certificate") return failed({ kind: "wrong-key", wanted, now: shown.fingerprint });
    if (secured.kind === "secured") this.#keep({ kind: "authority" });
    return this.#opened(secured);
  }

  /** Goes to a server of which nothing is known. */
  async #firstTime(): Promise<Opened> {
    if (!isPublicName(this.#address.host)) return await this.#firstTimeNear();
    const secured = await this.#check(this.#address.host, []);
    if (secured.kind === "secured") this.#keep({ kind: "authority" });
    if (secured.kind !== "certificate") return this.#opened(secured);
    const shown = await this.#shown();
    if ("ok" in shown) return shown;
    // An authority could vouch for a public name: whoever is in between could have turned its certificate into this one.
    const { fingerprint } = shown;
    const isRight = await this.#parts.confirm?.(fingerprint) ?? false;
    return isRight ? await this.#pin(shown) : failed({ kind: "unvouched", fingerprint });
  }

  /** The same for an address, or a name of a local network, for which hardly any authority vouches: so that is tried last. */
  async #firstTimeNear(): Promise<Opened> {
    const shown = await this.#shown();
    if ("ok" in shown) return shown;
    const pinned = await this.#pin(shown);
    if (pinned.ok) this.#notes.unshift({ kind: "first", fingerprint: shown.fingerprint });
    if (pinned.ok || pinned.failure.kind !== "unpinnable") return pinned;
    const secured = await this.#check(this.#address.host, []);
    if (secured.kind === "certificate") return pinned;
    if (secured.kind === "secured") this.#keep({ kind: "authority" });
    return this.#opened(secured);
  }

  /** Connects to the server that has the key of a certificate that was shown, and keeps it. */
  async #pin(shown: Shown, since?: string): Promise<Opened> {
    const { fingerprint, certificate } = shown;
    if (fingerprint === UNREADABLE) return failed({ kind: "unpinnable", fingerprint });
    const secured = await this.#check(INNER_NAME, [pemOf(certificate)]);
    if (secured.kind === "certificate") return failed({ kind: "unpinnable", fingerprint });
    if (secured.kind === "secured") this.#keep({ kind: "key", fingerprint, certificate }, since);
    return this.#opened(secured, fingerprint);
  }

  /** Fetches what the server shows, which proves nothing yet. */
  async #shown(): Promise<Shown | Extract<Opened, { ok: false }>> {
    const { timeout, clock } = this.#parts;
    const fetch = (): ReturnType<typeof fetchCertificate> => fetchCertificate(this.#address, timeout, clock);
    let certificate = await fetch();
    if (certificate === undefined) {
      // Says what is in the way, as no certificate is taken against no authority's; and outlasts a relay that is slow.
      const secured = await this.#check(INNER_NAME, []);
      if (secured.kind === "secured") closeQuietly(secured.wire);
      if (secured.kind === "no-tls") return failed({ kind: "no-tls" });
      if (secured.kind === "failed") return failed(secured.failure);
      certificate = await fetch();
    }
    if (certificate === undefined) return failed({ kind: "late" });
    const key = publicKeyOf(certificate);
    const fingerprint = key === undefined ? UNREADABLE : await fingerprintOf(key);
    return { fingerprint, certificate: certificate.toBase64() };
  }

  async #check(hostname: string, caCerts: readonly string[]): Promise<Secured> {
    const { timeout, clock } = this.#parts;
    return await connectSecurely(this.#address, { hostname, caCerts }, timeout, clock);
  }

  /** Keeps how a server is recognized. That it cannot be kept is told, and does not keep anybody out. */
  #keep(by: Recognition, since = dayOf(this.#parts.clock.now())): void {
    const { known } = this.#trust;
    try {
      const also = by.kind === "key" ? known.findKey(by.fingerprint, this.#address) : undefined;
      if (also !== undefined) this.#notes.push({ kind: "also", as: also.address });
      const lines = known.unreadableLines();
      if (lines.length > 0) this.#notes.push({ kind: "unreadable-lines", path: known.path ?? "", lines });
      known.put({ address: this.#address, since, by });
    } catch (error) {
      this.#notes.push({ kind: "not-kept", cause: error instanceof Error ? error.message : String(error) });
    }
  }

  #look(look: () => Knowledge): Knowledge | Extract<Opened, { ok: false }> {
    try {
      return look();
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      return failed({ kind: "known-servers", path: this.#trust.known.path ?? "", cause });
    }
  }

  /** @param provenAs What the server has proved to be; without it, to have the name that we asked for. */
  #opened(
    secured: Exclude<Secured, { kind: "certificate" }>,
    provenAs = `host//${this.#address.host.toLowerCase()}`,
  ): Opened {
    switch (secured.kind) {
      case "secured":
        return { ok: true, wire: secured.wire, isOpenToRead: false, provenAs, notes: this.#notes };
      case "no-tls":
        return failed({ kind: "no-tls" });
      case "failed":
        return failed(secured.failure);
    }
  }
}

/** A certificate as it was shown, in base64, and the fingerprint of its key. */
interface Shown {
  readonly fingerprint: string;
  readonly certificate: string;
}

function failed(failure: OpenFailure): Extract<Opened, { ok: false }> {
  return { ok: false, failure };
}

/** Makes a certificate in base64 one that Deno takes. */
function pemOf(certificate: string): string {
  return toPem("CERTIFICATE", Uint8Array.fromBase64(certificate));
}
