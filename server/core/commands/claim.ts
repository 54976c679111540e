/**
 * Making a name one's own, by a key or a password.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { Problem } from "../../../protocol.ts";
import {
  type Account,
  CLAIMS_A_DAY,
  type Credential,
  isPublicKey,
  type KnownAccounts,
  mayBePassword,
  type NewCredential,
  NO_CLAIM,
  PASSWORD_LEAST,
  PASSWORD_MOST,
} from "../../store/accounts.ts";
import { isAtLeast } from "../../../protocol/rights.ts";
import type { Session } from "../members.ts";
import { roleOf } from "../moderation.ts";
import { challenge } from "./challenge.ts";
import { change } from "./changes.ts";
import type { Frame } from "./checks.ts";
import type { CommandContext } from "./context.ts";
import { failed, labelOf } from "./login.ts";

/** How many keys and passwords one account may have. */
export const MOST_DEVICES = 10;

/** Makes the name of a session's person their own, or adds one more proof to the account that they have. */
export function claim(context: CommandContext, session: Session, frame: Frame<"claim">): void {
  const { key, password, device = "" } = frame;
  if (!session.peer.isSecure) return session.problem({ code: "auth-plain" });
  const problem = problemWith(context, session, frame);
  if (problem !== undefined) return session.problem(problem);
  if (password !== undefined) {
    return hashPassword(
      context,
      session,
      password,
      (value) => store(context, session, { kind: "password", value, label: "" }),
    );
  }
  const { name } = session.person;
  const about = { nameKey: nameKey(name), key };
  challenge(context, session, about, ({ hasKey }) => {
    if (!hasKey || key === undefined || session.phase !== "in") return failed(context, session, name);
    if (session.person.name !== name) return session.problem({ code: "bad-field", field: "name" });
    store(context, session, { kind: "key", value: key, label: labelOf(device) });
  });
}

/** Hashes a new password, and goes on with it in a later turn; what comes from the session meanwhile waits. */
export function hashPassword(
  { passwords }: CommandContext,
  session: Session,
  password: string,
  then: (hash: string) => void,
): void {
  if (!mayBePassword(password)) return session.problem(BAD_PASSWORD);
  session.rulings.await();
  passwords.hash(password, (hash) =>
    session.rulings.apply(() => {
      if (session.phase !== "in") return;
      if (hash === undefined) return session.problem({ code: "auth-busy", wait: 5000 });
      then(hash);
    }));
}

const BAD_PASSWORD: Problem = { code: "bad-password", least: PASSWORD_LEAST, most: PASSWORD_MOST };

/** Finds the account of a session's person, if they have one. */
export function accountOf({ accounts }: CommandContext, { person }: Session): Account | undefined {
  const { account } = person;
  return account === undefined || account.id === NO_CLAIM ? undefined : accounts.withId(account.id);
}

/** Lists what proves to be the holder of an account on any device: keys and the password. */
export function proofsOf(
  accounts: Pick<KnownAccounts, "credentialsOf">,
  account: number,
): readonly Credential[] {
  return accounts.credentialsOf(account).filter(({ kind }) => kind !== "session");
}

/** Tells why a claim cannot be; it is asked again when the proof is there, as others may have been quicker. */
function problemWith(
  context: CommandContext,
  session: Session,
  { key, password }: Frame<"claim">,
): Problem | undefined {
  const { accounts, members, claimLimit, clock, maxClaims } = context;
  const { person, peer: { origin } } = session;
  if (key === undefined && password === undefined) return { code: "bad-field", field: "key" };
  if (password === undefined && key !== undefined && !isPublicKey(key)) {
    return { code: "bad-field", field: "key" };
  }
  const account = accountOf(context, session);
  if (account !== undefined) {
    const proofs = proofsOf(accounts, account.id);
    if (proofs.length >= MOST_DEVICES) return { code: "too-many-devices", limit: MOST_DEVICES };
    const hasPassword = proofs.some(({ kind }) => kind === "password");
    const isKnown = proofs.some(({ value }) => value === key);
    if (isKnown) return { code: "has-account", name: account.name };
    return password !== undefined && hasPassword ? { code: "old-password" } : undefined;
  }
  if (accounts.count >= maxClaims) return { code: "claim-limit", limit: maxClaims, everywhere: true };
  // Who is in charge is not kept from it by others at the same address.
  const isInCharge = isAtLeast(roleOf(person), "moderator");
  if (!isInCharge && !claimLimit.allows(origin.key, clock.elapsed())) {
    return { code: "claim-limit", limit: CLAIMS_A_DAY };
  }
  const checked = members.nicknames.check(person.name, person, person.name);
  return checked.isFree ? undefined : checked.problem;
}

/** Stores the proof, and tells the person that the name is theirs. */
function store(context: CommandContext, session: Session, proof: NewCredential): void {
  const { members } = context;
  const problem = problemWith(context, session, { type: "claim", [proof.kind]: proof.value });
  if (problem !== undefined) return session.problem(problem);
  const account = accountOf(context, session);
  if (account === undefined) {
    return members.reserveHome(session, (home) => own(context, session, proof, home));
  }
  change(context, session, { do: "prove", account: account.id, proof }, ({ kind }) => {
    // The disk is full, or the key is another account's: either way nothing has changed.
    if (kind !== "made") return session.problem({ code: "not-stored" });
    session.reply({ type: "claimed", name: account.name });
  });
}

/** Makes the name of a session's person their own. @param home The number by which everybody knows them. */
function own(context: CommandContext, session: Session, proof: NewCredential, home: number): void {
  const { members, clock, claimLimit, logger } = context;
  const { person, peer } = session;
  const { name } = person;
  const role = person.account?.role ?? "member";
  change(context, session, { do: "claim", name, key: nameKey(name), role, home, proof }, (outcome) => {
    const credential = outcome.kind === "made" ? outcome.credential : undefined;
    if (credential === undefined) return session.problem({ code: "not-stored" });
    claimLimit.count(peer.origin.key, clock.elapsed());
    members.setAccount(session, { id: credential.account, role }, credential.id);
    logger({ event: "claimed", name, address: peer.address });
    session.reply({ type: "claimed", name });
  });
}
