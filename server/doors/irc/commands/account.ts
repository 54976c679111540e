/**
 * AUTHENTICATE and REGISTER: proving to be the holder of an account, and making one's name one's own
 * (https://ircv3.net/specs/extensions/sasl-3.1, https://ircv3.net/specs/extensions/account-registration).
 *
 * @module
 */

import { nameKey } from "../../../../protocol/names.ts";
import type { Problem } from "../../../../protocol.ts";
import type { IrcClient } from "../client.ts";
import type { IrcLine } from "../line.ts";
import { comeIn } from "../registration.ts";
import { nameOf } from "../server.ts";
import { fromNick } from "../spelling.ts";

/** The longest part of what is sent, in characters; a shorter one is the last. */
const PART = 400;
/** The longest answer as a whole, in characters of Base64: a name and a password of 200 characters fit. */
const LONGEST = 3200;

/** Handles AUTHENTICATE. The only way is PLAIN: anything more would need a second, weaker proof at rest. */
export function authenticate(client: IrcClient, { params: [given] }: IrcLine): void {
  const { introduction, session, server } = client;
  const { irc } = server.hub.words;
  if (given === undefined) return client.numeric("461", "AUTHENTICATE", irc.needMore);
  if (!client.caps.has("sasl")) return client.numeric("904", irc.noSasl);
  const hasAccount = session.proven !== undefined || session.person.account !== undefined;
  if (hasAccount) return client.numeric("907", irc.alreadyLoggedIn);
  if (introduction.login === undefined) {
    if (given.toUpperCase() !== "PLAIN") {
      client.numeric("908", "PLAIN", irc.saslMechanisms);
      return client.numeric("904", irc.loginFailed);
    }
    introduction.login = "";
    return client.send({ tags: [], text: "AUTHENTICATE +\r\n" });
  }
  const isMore = given.length === PART;
  if (given === "*" || given.length > PART || introduction.login.length > LONGEST) {
    introduction.login = undefined;
    return given === "*" ? client.numeric("906", irc.loginAborted) : client.numeric("905", irc.loginTooLong);
  }
  introduction.login += given === "+" ? "" : given;
  if (isMore) return;
  const login = readPlain(introduction.login);
  introduction.login = undefined;
  if (login === undefined) return client.numeric("904", irc.loginFailed);
  client.ownRefusal = "904";
  const done = (): void => {
    client.ownRefusal = undefined;
    client.numeric("903", irc.loginDone);
  };
  if (client.isIn) return server.hub.logIn(session, login, () => true, done); // Who has an account is told so by that.
  server.hub.authenticate(session, login, () => {
    const account = session.proven?.name ?? login.name;
    client.numeric("900", `${client.nick}!*@*`, account, irc.loggedIn(account));
    done();
    comeIn(client);
  });
}

/** Reads `authzid NUL authcid NUL password` (RFC 4616); `undefined` for what is none, or wants to be somebody else. */
function readPlain(encoded: string): { readonly name: string; readonly password: string } | undefined {
  let text: string;
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const [as, written = "", password = "", more] = text.split("\0");
  if (written === "" || password === "" || more !== undefined) return undefined;
  if (as !== "" && as !== written) return undefined;
  return { name: nameOf(written) ?? fromNick(written), password };
}

/** Handles REGISTER: makes the name under which somebody is in their own, by a password. */
export function register(
  client: IrcClient,
  { params: [account = "", email = "", password = ""] }: IrcLine,
): void {
  const { server: { hub }, session } = client;
  const { irc } = hub.words;
  const shown = account === "" ? "*" : account;
  const fail = (code: string, text: string): void => client.fail("REGISTER", code, shown, text);
  if (account === "" || email === "" || password === "") {
    return client.fail("REGISTER", "NEED_MORE_PARAMS", irc.needMore);
  }
  if (!client.isIn) return fail("COMPLETE_CONNECTION_REQUIRED", irc.sayWho);
  if (session.person.account !== undefined) return fail("ALREADY_AUTHENTICATED", irc.alreadyLoggedIn);
  const isOwn = account === "*" || nameKey(nameOf(account) ?? "") === nameKey(session.person.name);
  if (!isOwn) return fail("ACCOUNT_NAME_MUST_BE_NICK", irc.nameMustBeNick);
  client.onRefusal(({ code }, text) => {
    fail(REGISTER_CODES[code] ?? "TEMPORARILY_UNAVAILABLE", text);
    return true;
  });
  hub.receive(session, { ok: true, frame: { type: "claim", password } });
}

/** What the specification calls what is refused. */
const REGISTER_CODES: Partial<Record<Problem["code"], string>> = {
  "bad-password": "WEAK_PASSWORD",
  "name-claimed": "ACCOUNT_EXISTS",
  "name-taken": "BAD_ACCOUNT_NAME",
  "bad-name": "BAD_ACCOUNT_NAME",
  "auth-plain": "UNACCEPTABLE_CONNECTION",
};
