/**
 * Checks the token of a script's request. Pure.
 *
 * @module
 */

import type { Words } from "../../../../words/en.ts";
import type { BotToken } from "../../../store/accounts.ts";
import type { BotPosting } from "../../../core/bots.ts";
import { type Answer, plainAnswer, type Request } from "../http.ts";

/** The owner of the token of a request, or the answer to a request without a valid one. */
export type Bearer =
  | { readonly isKnown: true; readonly key: BotToken }
  | { readonly isKnown: false; readonly answer: Answer };

const BEARER = /^bearer +([!-~]+)$/i;

/** Reads the token in `Authorization: Bearer …`; `undefined` where there is none. */
export function tokenIn({ headers }: Request): string | undefined {
  return BEARER.exec(headers.get("authorization") ?? "")?.[1];
}

/** Finds the owner of the token in `Authorization: Bearer …`. */
export function authenticate(request: Request, posting: BotPosting, { doors }: Words): Bearer {
  const key = posting.findToken(tokenIn(request) ?? "");
  if (key !== undefined) return { isKnown: true, key };
  const why = posting.hasTokens ? doors.needsToken : doors.noTokens;
  return { isKnown: false, answer: plainAnswer(401, why, [["WWW-Authenticate", "Bearer"]]) };
}
