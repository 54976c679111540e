/**
 * What a request gets that comes unencrypted where that is not allowed. Pure.
 *
 * @module
 */

import type { Words } from "../../../words/en.ts";
import type { EncryptionProblem } from "../context.ts";
import { parseHost } from "./hosts.ts";
import type { RequestSource } from "./forwarded.ts";
import { type Answer, plainAnswer, type Request } from "./http.ts";

/**
 * Answers a request for a page that has to come encrypted: by sending the browser there, where it is clear that this
 * helps. Behind a proxy that does not say how a visitor came, or whose word does not count, it could go round for ever.
 */
export function redirectToHttps(request: Request, source: RequestSource, refusal: Refusal): Answer {
  const { host } = source;
  const asked = host === undefined ? undefined : parseHost(host, "https");
  if (asked === undefined || !source.isSchemeKnown) return refuseUnencrypted(source, refusal);
  const query = request.query.size > 0 ? `?${request.query}` : "";
  return plainAnswer(308, sentenceOf(source, refusal), [[
    "Location",
    `https://${asked}${request.path}${query}`,
  ]]);
}

/** Refuses what has to come encrypted and cannot be sent on. */
export function refuseUnencrypted(source: RequestSource, refusal: Refusal): Answer {
  return plainAnswer(403, sentenceOf(source, refusal));
}

/** What a refusal is made of. */
export interface Refusal {
  readonly problem: EncryptionProblem;
  readonly words: Words;
}

/** Says what to do: with the address that was asked for, if it is one. */
export function sentenceOf({ host, unknownProxy }: RequestSource, { problem, words }: Refusal): string {
  if (unknownProxy !== undefined) return words.doors.unknownProxy(unknownProxy);
  const asked = host === undefined ? null : URL.parse(`http://${host}`);
  if (asked === null) return words.problem(problem);
  const port = asked.port === "" ? problem.port : Number(asked.port);
  return words.problem({ ...problem, host: asked.hostname.replace(/^\[(.*)\]$/, "$1"), port });
}
