/**
 * The port to the stream in which all servers of a cluster write what they want, and from which all are told it.
 *
 * @module
 */

/** One message of the stream. */
export interface ToldTurn {
  /** Its number: 1, 2, 3 and so on. */
  readonly seq: number;
  /** When the stream took it, in ms since 1970. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What a stream is, and how far it goes. */
export interface StreamStatus {
  /** Made by chance with the stream: no other has it. */
  readonly id: string;
  /** What a log was like from which it began: {@linkcode EMPTY_BASE} or the hash of one that was not empty. */
  readonly base: string;
  /** The secret from which the ids of persons are made. */
  readonly secret: Uint8Array;
  /** The fingerprint of the key that the servers prove; none where they bring certificates. */
  readonly key?: string | undefined;
  /** The number of the oldest message that it still has, and of the last one. */
  readonly first: number;
  readonly last: number;
}

/** The base of a stream that began with nothing. */
export const EMPTY_BASE = "empty";

/** What a stream is made with that is not there yet. */
export interface StreamSeed extends Pick<StreamStatus, "base" | "secret"> {
  /** Has a server's key be there, which becomes the cluster's, and gives its fingerprint. */
  key?(): Promise<string>;
}

/** In the place of an epoch: whichever server is up. */
export const ANY_SERVER = 0;

/** What came of an attempt to write: it is stored, surely not, or nobody knows. */
export type Published =
  | { readonly kind: "stored"; readonly seq: number; readonly isRepeat: boolean }
  | { readonly kind: "refused" }
  | { readonly kind: "unknown" };

/** Why a stream cannot be used. */
export class StreamTrouble extends Error {
  override name = "StreamTrouble";
}

/** There is none, and none was to be made. */
export class NoSuchStream extends StreamTrouble {
  override name = "NoSuchStream";
}

/** A stream. */
export interface TurnStream {
  /** Whether there is a connection to it now, as far as is known. */
  readonly isConnected: boolean;
  /**
   * Gives what it is, made of `seed` where it is not there yet. Tries until it can.
   *
   * @throws {StreamTrouble} When it never can, or is not there and there is no seed.
   */
  open(seed: StreamSeed | undefined): Promise<StreamStatus>;
  /** Gives what it is now. @throws When it cannot be asked. */
  status(): Promise<StreamStatus>;
  /** Reads one message; `undefined` when it is not there. @throws When it cannot be asked. */
  read(seq: number): Promise<Uint8Array | undefined>;
  /** Tells each message from `seq` on, once, in order and without holes, for as long as it is open. */
  follow(seq: number, told: (turn: ToldTurn) => void): void;
  /** Notes that another server was told all up to there: what {@linkcode follow} does not tell within seconds it reads again. */
  expect(seq: number): void;
  /** Tries once to write. What has the same id is written once, as far as the stream remembers. Never throws. */
  publish(bytes: Uint8Array, id: string): Promise<Published>;
  /** Tells all who listen now that this server is alive; kept by nobody. */
  beat(text: string): void;
  /** Listens to that, from all servers with this one. */
  onBeat(heard: (text: string) => void): void;
  /** Asks the server with an epoch something; kept by nobody. Resolves to nothing when no answer comes. */
  ask(epoch: number, text: string): Promise<string | undefined>;
  /** Answers what others ask the server with this epoch. @returns What ends that. */
  onAsk(epoch: number, answer: (text: string) => Promise<string>): () => void;
  /** Passes bytes to the server with an epoch, or to {@linkcode ANY_SERVER}; kept by nobody. Resolves to its answer, or to nothing when none comes. */
  pass(epoch: number, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Answers what others pass to the server with this epoch. @returns What ends that. */
  onPass(epoch: number, answer: (bytes: Uint8Array) => Promise<Uint8Array>): () => void;
  /** Calls back whenever the connection is there again. */
  onReconnect(run: () => void): void;
  /** Ends it. */
  close(): Promise<void>;
}
