/**
 * What lets this person in: a name, an invitation, the word of the door, a password, or that this browser is logged in.
 *
 * @module
 */

import { needsPassword } from "../../conversation.ts";
import type { PageInvitation } from "../../protocol/invitation.ts";
import type { ClientFrame, ErrorFrame } from "../../protocol.ts";
import type { SavedLogin } from "./saved_login.ts";

/** The password of a claimed name, and whether this browser is to stay logged in. */
export interface Proof {
  readonly password: string;
  readonly isKept: boolean;
}

/** What is asked for after a refusal, and the name that is offered. */
interface Asked {
  readonly offer: string;
  readonly asksForWord: boolean;
  readonly asksForPassword: boolean;
}

/** What is said at the door. */
type Credentials = Pick<Extract<ClientFrame, { type: "hello" }>, "ticket" | "door" | "auth" | "remember">;

/** What one person has to say at the door. None of it but the login is kept anywhere else. */
export class Entrance {
  readonly #login: Pick<SavedLogin, "sessionFor" | "set" | "forget">;
  /** The name that is asked for. */
  name = "";
  /** The room that an invitation leads to, until we are there. */
  goal: string | undefined;
  /** The token of an invitation, until it was used. */
  #ticket: string | undefined;
  #word: string | undefined;
  /** Until it was answered. */
  #proof: Proof | undefined;
  /** Whether the last hello said that this browser is logged in. */
  #isBySession = false;

  constructor(login: Pick<SavedLogin, "sessionFor" | "set" | "forget">) {
    this.#login = login;
  }

  /** Takes an invitation. */
  invited({ ticket = this.#ticket, room = this.goal }: PageInvitation): void {
    this.#ticket = ticket;
    this.goal = room;
  }

  /** Asks for a name. @param word The word that lets in, where one is asked for. @param proof Likewise. */
  ask(name: string, word: string | undefined, proof: Proof | undefined): void {
    this.name = name;
    this.#proof = proof;
    this.#word = word ?? this.#word;
  }

  /** Gives what is said under a name. */
  credentials(name: string): Credentials {
    const proof = this.#proof;
    const session = proof === undefined ? this.#login.sessionFor(name) : undefined;
    this.#isBySession = session !== undefined;
    return {
      ...(this.#ticket !== undefined && { ticket: this.#ticket }),
      ...(this.#word !== undefined && { door: this.#word }),
      ...(proof !== undefined && { auth: { password: proof.password } }),
      ...(proof?.isKept === true && { remember: true }),
      ...(session !== undefined && { auth: { session } }),
    };
  }

  /** Forgets what was used up, as this person is in. @param session What keeps this browser logged in. */
  entered(name: string, session: string | undefined): void {
    this.#proof = this.#ticket = undefined;
    if (session !== undefined) this.#login.set(name, session);
  }

  /** Tells what is asked for after a refusal; `undefined` where the same is tried again, as a login that is over was said. */
  refused(error: ErrorFrame): Asked | undefined {
    if (this.#isBySession && error.code === "auth-failed") {
      this.#login.forget(); // It is over, or was taken back: the server says what else proves it.
      return undefined;
    }
    this.#proof = undefined;
    if (error.code === "ticket-bad") this.#ticket = undefined;
    const asksForWord = error.code === "closed" && error.door === true;
    if (asksForWord) this.#word = undefined;
    const asksForPassword = needsPassword(error);
    const offer = "suggestion" in error && !asksForPassword ? error.suggestion : this.name;
    return { offer, asksForWord, asksForPassword };
  }
}
