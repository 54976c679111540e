/**
 * Files: who may send one to a room, and who may have one.
 *
 * @module
 */

import { filePath } from "../../../protocol/files.ts";
import type { FileInfo, MessageFrame, MessageId, Problem, TextFrame } from "../../../protocol.ts";
import { formatAddress } from "../../../net/address.ts";
import { isLoopback } from "../../../net/hosts.ts";
import { invitationLinks } from "../../store/accounts.ts";
import type { PostFile, UploadOutcome } from "../../store/files.ts";
import type { StoredFile } from "../../store/log.ts";
import type { Session } from "../members.ts";
import type { Room } from "../rooms.ts";
import { noRoom } from "../../validation.ts";
import { type Frame, membershipIn } from "./checks.ts";
import type { CommandContext } from "./context.ts";
import { saidMessage } from "./own_messages.ts";

/** What those read who see a file as a text only: what it is, how large it is, where it is to be had, and how a text begins. */
export function shownFile(
  context: Pick<CommandContext, "words" | "self" | "entry" | "moderation">,
  room: string,
  file: FileInfo,
  beginning: string,
): string {
  const { size, sharing } = context.words;
  const lines = file.lines === undefined ? "" : `, ${sharing.lines(file.lines)}`;
  const text = `${file.name} (${size(file.size)}${lines})`;
  const link = isOpenToAll(context, room) ? ` ${serverAddress(context)}${filePath(file)}` : "";
  return `${text}${link}${beginning === "" ? "" : `\n${beginning}`}`;
}

/** Tells somebody where to send a file that is to be shown in a room that they are in. */
export function upload(context: CommandContext, session: Session, frame: Frame<"upload">): void {
  const { id } = frame;
  const room = membershipIn(session, frame.room, id)?.room;
  if (room === undefined) return;
  const { files } = context;
  if (files === undefined) return session.problem({ code: "no-files" }, id);
  const { person, peer } = session;
  const known = person.account === undefined ? person.publicId : `account ${person.account.id}`;
  const sender = { person: known, address: peer.origin.key };
  const wish = { room: room.name, name: frame.name, size: frame.size, id };
  const begun = files.uploads.begin(sender, wish, postBy(context, session, room.name, id));
  if ("code" in begun) return session.problem(begun, id);
  if (begun.outcome?.kind === "stored") return acknowledge(session, id, begun.outcome.message);
  const { token, offset } = begun;
  session.reply({ type: "upload", room: room.name, id, path: `/files/up/${token}`, offset });
}

/** Tells somebody where the file of a message is to be had. */
export function file(context: CommandContext, session: Session, frame: Frame<"file">): void {
  const { id } = frame;
  const room = membershipIn(session, frame.room, id)?.room;
  if (room === undefined) return;
  const { files, pages, tryRead, clock } = context;
  pages.commitPending();
  const found = files && tryRead(() => files.fileOf(room.name, frame.seq));
  if (files === undefined || found === undefined) {
    const said = frame.seq === undefined
      ? undefined
      : tryRead(() => saidMessage(pages, room, frame.seq ?? 0));
    if (said !== undefined) return session.reply(wholeText(said, id));
    return session.problem({ code: "no-file", room: room.name, seq: frame.seq ?? 0 }, id);
  }
  const { seq, room: _, ...info } = found;
  const isOpen = isOpenToAll(context, room.name);
  const pass = isOpen ? undefined : files.passes.make(info.id, session.person.publicId, clock.now());
  const path = pass === undefined ? filePath(info) : `${filePath(info)}?${pass.query}`;
  session.reply({
    type: "file",
    room: room.name,
    seq,
    file: info,
    path,
    link: `${serverAddress(context)}${path}`,
    ...(pass !== undefined && { until: pass.until }),
    ...(id !== undefined && { id }),
  });
}

/** Makes the whole text of a message, which doors for people show shortened. */
function wholeText(
  { room, seq, at, from, text, action }: MessageFrame,
  id: MessageId | undefined,
): TextFrame {
  return {
    type: "text",
    room,
    seq,
    at,
    from,
    text,
    ...(action === true && { action }),
    ...(id !== undefined && { id }),
  };
}

/** A file that somebody may have. */
export interface FoundFile {
  readonly file: StoredFile;
  /** Whether only some may see it: it is not to be kept by anything between. */
  readonly isPrivate: boolean;
  /** Tells whether they still may. */
  isAllowed(): boolean;
}

/**
 * Finds a file for whoever knows its id: that is enough in a room that is open to all; elsewhere it takes a pass of
 * somebody who is in the room, or that `mayRead` tells of a program that may come into it.
 */
export function findFile(
  context: CommandContext,
  id: string,
  query: URLSearchParams,
  mayRead: (room: string) => boolean,
): FoundFile | "none" | "not-yours" {
  const { files, tryRead, clock, members } = context;
  const stored = files && tryRead(() => files.find(id));
  if (files === undefined || stored === undefined) return "none";
  const isPrivate = !isOpenToAll(context, stored.room);
  const isAllowed = (): boolean => {
    if (isOpenToAll(context, stored.room) || mayRead(stored.room)) return true;
    const reader = files.passes.readerOf(id, query, clock.now());
    const person = reader === undefined ? undefined : members.nicknames.findPerson(reader);
    return person?.isHere === true && person.isIn(stored.room);
  };
  return isAllowed() ? { file: stored, isPrivate, isAllowed } : "not-yours";
}

/** Tells whether everybody may come into a room, and learn of it. */
export function isOpenToAll(
  { entry, moderation }: Pick<CommandContext, "entry" | "moderation">,
  room: string,
): boolean {
  if (!entry.isOpen || moderation.isApproving || moderation.mode("").accounts === "join") return false;
  const { lock, inviteonly, accounts, key, secret } = moderation.mode(room);
  return !lock && !inviteonly && accounts !== "join" && !key && !secret;
}

/** Tells why what somebody sent may not be shown now; that they wrote a moment ago was seen to when they asked. */
export function postProblem(problem: Problem | undefined): Problem | undefined {
  return problem?.code === "slow-mode" ? undefined : problem;
}

/** Makes what says in a room that somebody sent a file, if they are still in and may write. */
function postBy(context: CommandContext, session: Session, name: string, id: MessageId): PostFile {
  const { moderation, fanOut } = context;
  const { person, seat } = session;
  return (file, beginning): Promise<UploadOutcome> => {
    const room: Room | undefined = person.isHere ? person.membershipIn(name)?.room : undefined;
    const problem = room === undefined
      ? noRoom(name)
      : postProblem(moderation.speechProblem(person, room.name));
    if (room === undefined || problem !== undefined) {
      return Promise.resolve({ kind: "refused", problem: problem ?? noRoom(name) });
    }
    return new Promise((resolve) =>
      fanOut.say(
        {
          stored: (message) => {
            acknowledge(session, id, message);
            resolve({ kind: "stored", message });
          },
          refused: (problem) => resolve({ kind: "refused", problem }),
        },
        room,
        {
          from: person.name,
          person: person.publicId,
          personId: seat?.id ?? person.home,
          action: undefined,
          topic: undefined,
          id,
          text: shownFile(context, room.name, file, beginning),
          file,
        },
      )
    );
  };
}

/** Acknowledges the message to the connection that asked, if it is still there: another one asks again. */
function acknowledge(session: Session, id: MessageId, { room, seq, at }: MessageFrame): void {
  if (session.phase === "in") session.reply({ type: "ack", id, room, seq, at });
}

/** Gives the address of the server as far as it knows what it is reached by, without a slash at its end. */
function serverAddress({ self }: Pick<CommandContext, "self">): string {
  const { hosts = [], networks = [], origins = [], isEncryptedOnly = false } = self.reach ?? {};
  const [origin] = origins;
  if (origin !== undefined) return origin;
  const host = hosts.find((host) => !isLoopback(host)) ?? "127.0.0.1";
  const place = { host, port: self.port, networks, isEncryptedOnly };
  const page = URL.parse(invitationLinks(place, {}).page);
  return page?.origin ?? `http://${formatAddress(host, self.port)}`;
}
