/**
 * Whether a request of a script has a token that is good. Pure.
 *
 * @module
 */

import type { Words } from "../../../../words/en.ts";
import type { BotToken } from "../../../accounts.ts";
import type { BotPosting } from "../../../bots.ts";
import { type Answer, plainAnswer, type Request } from "../http.ts";

/** Whose token came with a request, or the answer to one without. */
export type Bearer =
  | { readonly isKnown: true; readonly key: BotToken }
  | { readonly isKnown: false; readonly answer: Answer };

const BEARER = /^bearer +([!-~]+)$/i;

/** Looks for the token in `Authorization: Bearer …`. */
export function authenticate({ headers }: Request, speakers: BotPosting, { doors }: Words): Bearer {
  const [, token = ""] = BEARER.exec(headers.get("authorization") ?? "") ?? [];
  const key = speakers.find(token);
  if (key !== undefined) return { isKnown: true, key };
  const why = speakers.hasKeys ? doors.needsToken : doors.noTokens;
  return { isKnown: false, answer: plainAnswer(401, why, [["WWW-Authenticate", "Bearer"]]) };
}
