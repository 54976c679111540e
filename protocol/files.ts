/**
 * Files: asking where to send one, asking where one is to be had, and what a `message` says of the one that it is about. The
 * bytes themselves go over HTTP, see `docs/protocol.md`. Pure.
 *
 * @module
 */

import { type Fields, isCount, isFields, isText, readId } from "./fields.ts";
import type { EventReaders, MessageId, RequestFields, RequestKind } from "./frames.ts";
import { cleanLine } from "./text.ts";

/** What is known of a file. */
export interface FileInfo {
  /** What everybody finds it by: nobody can guess it. */
  readonly id: string;
  /** What it is called: one clean line without `/`. */
  readonly name: string;
  /** Its size, in bytes. */
  readonly size: number;
  /** What it is, as the server found out from its bytes: a type of a picture, `text/plain`, or `application/octet-stream`. */
  readonly type: string;
  /** The SHA-256 of its bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** The width of a picture as it is shown, in pixels. */
  readonly width?: number;
  /** Its height. */
  readonly height?: number;
  /** How many lines a text has. */
  readonly lines?: number;
}

/** Asks where to send a file that is to be shown in a room. */
export interface UploadRequest {
  /** What this frame is. */
  readonly type: "upload";
  /** The room. */
  readonly room: string;
  /** What it is called. */
  readonly name: string;
  /** Its size, in bytes. */
  readonly size: number;
  /** The sender's own name for the message: asked again with the same one, the answer is the same, and nothing is shown twice. */
  readonly id: MessageId;
}

/** Says where to send a file, and from which byte on. */
export interface UploadFrame {
  /** What this frame is. */
  readonly type: "upload";
  /** The room. */
  readonly room: string;
  /** The sender's own name for the message. */
  readonly id: MessageId;
  /** Where to send it, for `PATCH`. It is secret. */
  readonly path: string;
  /** How many of its bytes are there already. */
  readonly offset: number;
}

/** Asks where the file of a message is to be had. */
export interface FileRequest {
  /** What this frame is. */
  readonly type: "file";
  /** The room. */
  readonly room: string;
  /** The number of the message; without it, the last one with a file is meant. */
  readonly seq?: number;
  /** The sender's own name for this request. */
  readonly id?: MessageId;
}

/** Says where a file is to be had. */
export interface FileFrame {
  /** What this frame is. */
  readonly type: "file";
  /** The room. */
  readonly room: string;
  /** The number of the message. */
  readonly seq: number;
  /** The file. */
  readonly file: FileInfo;
  /** Where it is to be had, for `GET`. */
  readonly path: string;
  /** The same with the server before it, as far as the server knows what it is reached by. */
  readonly link?: string;
  /** Until when, in ms since 1970, where the path is for this reader alone. */
  readonly until?: number;
  /** The sender's own name for the request. */
  readonly id?: MessageId;
}

/** `upload`. */
export const UPLOAD: RequestKind<UploadRequest> = { type: "upload", read: readUpload };

/** `file`. */
export const FILE: RequestKind<FileRequest> = { type: "file", read: readFileRequest };

/** The readers of what the server sends about files. */
export const FILE_EVENTS: EventReaders<UploadFrame | FileFrame> = {
  upload: readUploadFrame,
  file: readFileFrame,
};

/** The folder of all paths of files. */
export const FILES_PATH = "/files";

/** Returns the path of a file in a room that is open to all. */
export function filePath({ id, name }: Pick<FileInfo, "id" | "name">): string {
  return `${FILES_PATH}/${id}/${encodeURIComponent(name)}`;
}

/** The types of pictures that are shown as such. */
const PICTURE_TYPES: readonly string[] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** The most pixels of a picture that is shown as one: a file of some bytes may say that it has more than fit into memory. */
const MOST_PIXELS = 64_000_000;

/** Tells whether a file is a picture that can be shown. */
export function isPicture({ type, width, height }: Pick<FileInfo, "type" | "width" | "height">): boolean {
  return PICTURE_TYPES.includes(type) && width !== undefined && height !== undefined &&
    width * height <= MOST_PIXELS;
}

/** Reads what a frame says of a file; `undefined` when it says nothing that can be one. */
export function readFileInfo(value: unknown): FileInfo | undefined {
  if (!isFields(value)) return undefined;
  const { id, name, size, type, sha256, width, height, lines } = value;
  if (!isText(id) || !/^[\w-]{1,64}$/.test(id) || !isText(name) || !isCount(size) || !isText(type)) {
    return undefined;
  }
  if (!isText(sha256) || !/^[\da-f]{64}$/.test(sha256)) return undefined;
  const isSized = isCount(width) && isCount(height) && width > 0 && height > 0;
  return {
    id,
    name: cleanLine(name),
    size,
    type,
    sha256,
    ...(isSized && { width, height }),
    ...(isCount(lines) && { lines }),
  };
}

function readUpload({ room, name, size, id: written }: RequestFields): UploadRequest | string {
  const id = readId(written);
  if (!isText(name)) return "name";
  if (!isCount(size)) return "size";
  return id === undefined ? "id" : { type: "upload", room, name, size, id };
}

function readUploadFrame({ room, id: written, path, offset }: Fields): UploadFrame | undefined {
  const id = readId(written);
  if (id === undefined || !isText(room) || !isOwnPath(path) || !isCount(offset)) return undefined;
  return { type: "upload", room, id, path, offset };
}

function readFileRequest({ room, seq, id: written }: RequestFields): FileRequest | string {
  const id = readId(written);
  if (seq !== undefined && !isCount(seq)) return "seq";
  if (written !== undefined && id === undefined) return "id";
  return { type: "file", room, ...(seq !== undefined && { seq }), ...(id !== undefined && { id }) };
}

function readFileFrame(fields: Fields): FileFrame | undefined {
  const { room, seq, path, link, until } = fields;
  const [id, file] = [readId(fields.id), readFileInfo(fields.file)];
  if (!isText(room) || !isCount(seq) || !isOwnPath(path) || file === undefined) return undefined;
  return {
    type: "file",
    room,
    seq,
    file,
    path,
    ...(isText(link) && { link }),
    ...(isCount(until) && { until }),
    ...(id !== undefined && { id }),
  };
}

/** Tells whether a path is one of this server's files: a client asks for nothing else over a connection that it trusts. */
function isOwnPath(path: unknown): path is string {
  return isText(path) && /^\/files\/[!-~]+$/.test(path);
}
