/**
 * Which bytes of a file a request asks for (RFC 9110, section 14). Pure.
 *
 * @module
 */

import type { Request } from "../http.ts";

/** The bytes from `from` to before `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** What a request asks for of a file: all of it, a part, or a part that there is not. */
export type AskedRange =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly range: ByteRange }
  | { readonly kind: "none" };

/** Finds what a request asks for. Several parts at once are answered by all of it, as may be. @param etag The file's. */
export function askedRange({ headers }: Pick<Request, "headers">, size: number, etag: string): AskedRange {
  const written = headers.get("range");
  const onlyIf = headers.get("if-range");
  if (written === undefined || (onlyIf !== undefined && onlyIf !== etag)) return { kind: "whole" };
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(written.replaceAll(" ", "")) ?? [];
  if (first === "" && last === "") return { kind: "whole" };
  if (first === "") {
    const count = Math.min(size, Number(last));
    return count === 0 ? { kind: "none" } : { kind: "part", range: { from: size - count, to: size } };
  }
  const from = Number(first);
  const to = last === "" ? size : Math.min(size, Number(last) + 1);
  if (last !== "" && Number(last) < from) return { kind: "whole" }; // It is no range.
  return from >= size ? { kind: "none" } : { kind: "part", range: { from, to } };
}
