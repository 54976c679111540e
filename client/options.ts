/**
 * What a client is told when it starts, and what it says when it ends.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ChallengeFrame, ClaimRequest, HelloRequest, ProveRequest } from "../protocol.ts";
import type { Words } from "../words/en.ts";
import type { Settings } from "./settings.ts";
import type { Trust, Wire } from "./wire.ts";

/** What {@linkcode chat} is told. Nothing else is read from flags or the environment. */
export interface ChatOptions {
  /** Where the room is: a name or an address. */
  readonly host: string;
  /** The room's port, 1 to 65535. */
  readonly port: number;
  /** Makes the connection, where the server is in this process; else the network does. */
  readonly attach?: () => Wire;
  /** Whether host or port was given by flag or environment: then nobody is asked where the room is. */
  readonly isAddressGiven: boolean;
  /** Who comes; `undefined` to be asked, where there is somebody to ask. */
  readonly name: string | undefined;
  /** The name that is offered when one is asked for, from `$USER`; may be "". */
  readonly suggestedName: string;
  /** A ticket that lets in where not everybody may come in. It is sent to nobody but who is trusted. */
  readonly ticket?: string | undefined;
  /** The word that lets in where one is asked for; a person is asked. */
  readonly door?: string | undefined;
  /** The room to enter. */
  readonly room: string;
  /** `false` to enter the room only if it is there; else it is made. */
  readonly create?: false;
  /** Whether to write in that room without being in it, so that nobody sees us come and go. A server that knows no errands lets us in. */
  readonly errand?: true;
  /** Whether a name that the server suggests will do where the one above is taken. */
  readonly acceptsSuggestedName?: boolean;
  /** Frames as JSON lines instead of lines for people. */
  readonly json: boolean;
  /** One speakable line a message and nothing that moves the cursor, also at a terminal. */
  readonly plain?: boolean;
  /** Whether lines at a terminal have colours, unless a setting says otherwise. */
  readonly color: boolean;
  /** Whether the terminal knows links (OSC 8). */
  readonly links?: boolean;
  /** Draws a text as a QR code for a terminal of so many columns; nothing where it does not fit. None is drawn without. */
  readonly qrCode?: (text: string, columns: number) => string;
  /** What the person has set; without it everything is as nobody had set anything. */
  readonly settings?: Settings;
  /** Whom to trust; nobody is known and nothing is kept without. */
  readonly trust?: Trust | undefined;
  /** How long connecting may take, and each answer of the server before we are in, in milliseconds. */
  readonly timeout: number;
  /** Whether to come back when the connection is lost; `true` unless given. */
  readonly reconnect?: boolean;
  /** The folder for what must not be forgotten when this process is killed; without it nothing is kept on disk. */
  readonly stateFolder?: string | undefined;
  /** The home folder, which `~` stands for where a path is typed. */
  readonly home?: string | undefined;
  /** What proves who comes; without it they are a guest. */
  readonly proofs?: Proofs | undefined;
  /** The language. */
  readonly words: Words;
  /** The machine's clock unless given. */
  readonly clock?: Clock;
  /** Program name and version, told to the server. */
  readonly client: string;
}

/** A server, as far as proofs are made for it: what is signed for one is good at no other. */
export interface ProofServer {
  /**
   * Its fingerprint as we have pinned it (`sha256//…`), or the name that an authority vouches for (`host//…`); none where
   * nothing is encrypted, which only a server on this machine may be.
   */
  readonly provenAs: string | undefined;
  /** The port that we connect to. */
  readonly port: number;
}

/** What proves on this device who somebody is. Never throws: what cannot be read proves nothing. */
export interface Proofs {
  /**
   * What a hello shows: the key of this device for the server, if there is one, and that whoever starts this owns it.
   *
   * @param isNew Whether a key is made where there is none: for who comes with a ticket, which may make it one of an account.
   */
  show(server: ProofServer, isNew?: boolean): Promise<Pick<HelloRequest, "key" | "device" | "owner">>;
  /** Asks to make the name one's own by the key of this device, which is made if there is none; `undefined` when it cannot be. */
  claim(server: ProofServer): Promise<ClaimRequest | undefined>;
  /** Answers a challenge. @param name What we are called, or want to be. */
  prove(server: ProofServer, name: string, challenge: ChallengeFrame): Promise<ProveRequest>;
}

/** How it ended. */
export interface ChatEnd {
  /**
   * The exit code: left (0), used wrongly (2), no connection or lost (3), refused (4), lines without an answer or refused (5),
   * output that cannot be written (6), ended by Ctrl+C (130) or from outside (143).
   */
  readonly code: 0 | 2 | 3 | 4 | 5 | 6 | 130 | 143;
  /** What there is to say about it, for standard error. */
  readonly sentence?: string;
}
