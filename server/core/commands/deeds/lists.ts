/**
 * Lists for people in charge: bans, reports, and who did what.
 *
 * @module
 */

import type { Deed, ModLine, ModListFrame, Reply } from "../../../../protocol.ts";
import { nameKey, parseName } from "../../../../protocol/names.ts";
import { act, done, refuse, type Wanted } from "./act.ts";

/** How many lines one frame carries, and how many are listed at most. */
const LINES_PER_FRAME = 16;
const MOST_LINES = 500;
/** How long back the audit goes unless a time is given, in ms. */
const AUDIT_FOR = 86_400_000;

/** Lists the bans, mutes and kicks of a room, or of the whole server and all rooms. */
export function listBans(wanted: Wanted): void {
  const { context: { moderation }, room } = wanted;
  const bans = [...moderation.sentOut.kicks, ...moderation.bans.all].filter((ban) =>
    room === undefined || ban.room === room.name
  );
  send(
    wanted,
    bans.slice(-MOST_LINES).map(({ n, effect, subject, room, by, at, until, why }) => ({
      n,
      do: effect === "accounts" ? "ban" : effect,
      subject,
      ...(room !== undefined && { room }),
      by,
      at,
      ...(until !== undefined && { until }),
      ...(why !== "" && { why }),
    })),
  );
}

/** Lists what people told the moderators, the newest last. */
export function listReports(wanted: Wanted): void {
  const reports = wanted.context.moderation.store.reports(MOST_LINES).toReversed();
  send(
    wanted,
    reports.map(({ n, subject, room, by, at, why, seq }) => ({
      n,
      do: "report",
      subject,
      ...(room !== undefined && { room }),
      by,
      at,
      ...(why !== "" && { why }),
      ...(seq !== undefined && { seq }),
    })),
  );
}

/** Lists who waits to be let in. */
export function listWaiting(wanted: Wanted): void {
  const { waiting, moderation } = wanted.context;
  send(wanted, waiting.lines, { value: moderation.isApproving });
}

/** Lists who did what, the newest last. */
export function listAudit(wanted: Wanted): void {
  const { context: { moderation, clock }, frame } = wanted;
  const since = clock.now() - (frame.for ?? AUDIT_FOR);
  const entries = moderation.store.audit(since, MOST_LINES).toReversed();
  send(
    wanted,
    entries.map(({ n, do: deed, subject, room, by, at, until, why }) => ({
      n,
      do: deed,
      subject,
      ...(room !== undefined && { room }),
      by,
      at,
      ...(until !== undefined && deed !== "kick" && { until }),
      ...(why !== "" && { why }),
    })),
  );
}

/** Tells the moderators of a person or a message; whoever of them is here at once. */
export function report(wanted: Wanted): void {
  const { context: { members, moderation, pages }, actor, frame, room, why } = wanted;
  const muted = moderation.muteProblem(actor); // It was they who muted them: a mute of one room alone leaves this open.
  if (muted !== undefined) return refuse(wanted, muted);
  const { seq } = frame;
  const isMember = room !== undefined && actor.isIn(room.name);
  const [message] = seq === undefined || !isMember ? [] : pages.read(room.name, { after: seq - 1, limit: 1 });
  const isFound = message !== undefined && message.seq === seq;
  if (seq !== undefined && !isFound) {
    return refuse(wanted, { code: "no-message", room: room?.name ?? "", seq });
  }
  const name = message?.from ?? parseName(frame.name ?? "");
  if (name === undefined) return refuse(wanted, { code: "bad-field", field: "name" });
  const subject = members.nicknames.find(nameKey(name))?.name ?? name;
  const told = { n: 0, at: 0, by: actor.name, room: room?.name, subject, seq, why };
  act(wanted, { subject, writes: [{ report: told }] }, () => done(wanted, { name: subject }));
}

function send(
  { session, frame }: Wanted,
  lines: readonly ModLine[],
  told: Pick<ModListFrame, "value"> = {},
): void {
  session.sendPaged(framesOf(frame.do, lines, told));
}

function* framesOf(
  deed: Deed,
  lines: readonly ModLine[],
  told: Pick<ModListFrame, "value">,
): Generator<Reply, void> {
  for (let at = 0; at === 0 || at < lines.length; at += LINES_PER_FRAME) {
    const isLast = at + LINES_PER_FRAME >= lines.length;
    const part = lines.slice(at, at + LINES_PER_FRAME);
    const frame: ModListFrame = { type: "modlist", do: deed, lines: part, ...told };
    yield isLast ? frame : { ...frame, more: true };
  }
}
