/**
 * How a file is served so that no browser takes it for a part of this page, whatever is in it. Pure.
 *
 * @module
 */

import { isPicture } from "../../../../protocol/files.ts";
import type { FileInfo } from "../../../../protocol.ts";
import type { Answer } from "../http.ts";

/** Even opened by itself, it runs nothing, loads nothing and is of no origin. */
const POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'";

/** Returns the tag by which a file is known again. */
export function etagOf({ sha256 }: Pick<FileInfo, "sha256">): string {
  return `"${sha256}"`;
}

/** Makes the headers of a file. @param isPrivate Whether only some may see it. */
export function fileHeaders(file: FileInfo, isPrivate: boolean): Answer["headers"] {
  return [
    ["Content-Type", typeOf(file)],
    ["Content-Disposition", `${isPicture(file) ? "inline" : "attachment"}; ${nameOf(file.name)}`],
    ["Content-Security-Policy", POLICY],
    ["Cross-Origin-Resource-Policy", "same-origin"],
    ["X-Frame-Options", "DENY"],
    ["Referrer-Policy", "no-referrer"],
    // It may be deleted, so that whoever has it asks whether it is still there.
    ["Cache-Control", isPrivate ? "no-store" : "private, no-cache"],
    ["Accept-Ranges", "bytes"],
    ["ETag", etagOf(file)],
  ];
}

/** Gives the type of what can be shown or read; anything else is bytes, whatever it is called. */
function typeOf(file: FileInfo): string {
  if (isPicture(file)) return file.type;
  return file.type === "text/plain" ? "text/plain; charset=utf-8" : "application/octet-stream";
}

/** Writes a name for old programs in ASCII, and as it is (RFC 6266, RFC 8187). */
function nameOf(name: string): string {
  const plain = name.replace(/[^ !#-$&-\[\]-~]/gu, "_");
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${whole}`;
}
