/**
 * Taking back what one has just done to many: a ban, or the clearing of messages.
 *
 * @module
 */

import { mayDo } from "../../../../protocol/rights.ts";
import { subjectKey, type Taken, type Undoable } from "../../moderation.ts";
import { done, refuse, type Wanted } from "./act.ts";
import { sayAll } from "./changing.ts";
import { unban } from "./restrict.ts";

/** After so many characters the texts that come back go on in another message: a turn of a cluster has space for that, however they are encoded, and the entry in the audit. */
const RESTORED_CHARS = 50_000;

/** Takes back what its author has just done to many, at this server or at another of its cluster: the last of it. */
export function undo(wanted: Wanted): void {
  const { context: { moderation, cluster }, actor, session } = wanted;
  const key = subjectKey(actor);
  if (cluster === undefined || key === undefined) return takeBack(wanted, moderation.undo.take(actor));
  session.rulings.await();
  cluster.farDeeds.takeUndoable(key, moderation.undo.find(actor)?.age ?? Infinity, (far) => {
    const own = moderation.undo.take(actor);
    session.rulings.apply(() => takeBack(wanted, far ?? own));
  });
}

function takeBack(wanted: Wanted, taken: Taken | undefined): void {
  if (taken === undefined) return refuse(wanted, { code: "nothing-to-undo" });
  const { frame, actor, context: { moderation } } = wanted;
  // What is not done, as a rank was changed in the same instant, say, can be tried again.
  const putBack = (what: Undoable): void => moderation.undo.putBack(actor, { ...taken, what });
  const { what } = taken;
  if (what.kind === "messages") return restore(wanted, what, putBack);
  const lifting = { ...wanted, room: undefined, frame: { ...frame, do: "unban", n: what.n } } as const;
  unban(lifting, () => putBack(what));
}

function restore(
  wanted: Wanted,
  what: Extract<Undoable, { readonly kind: "messages" }>,
  putBack: (what: Undoable) => void,
): void {
  const { context: { rooms, words, moderation }, actor } = wanted;
  const { room: name, of, texts } = what;
  const room = rooms.find(name);
  if (room === undefined) return refuse(wanted, { code: "nothing-to-undo" });
  // They may have been in charge of this room half a minute ago, and only of another one now.
  if (!mayDo(moderation.standing(actor, name), "clear", "room")) {
    putBack(what);
    return refuse(wanted, { code: "not-allowed", needs: "operator", room: name });
  }
  const there = { ...wanted, room };
  const posts = partsOf(texts).map((part) => ({
    text: words.deeds.restores(part.size, of),
    restores: part,
  }));
  sayAll(there, room, posts, {
    needs: "clear",
    audit: of,
    then: () => done(there),
    failed: (some) =>
      putBack({ ...what, texts: new Map(some.flatMap(({ restores = [] }) => [...restores])) }),
  });
}

/** Divides texts, so that a turn of a cluster has room for each part. */
function partsOf(texts: ReadonlyMap<number, string>): readonly ReadonlyMap<number, string>[] {
  const parts = [new Map<number, string>()];
  let chars = 0;
  for (const [seq, text] of texts) {
    if (chars > RESTORED_CHARS) {
      parts.push(new Map());
      chars = 0;
    }
    parts.at(-1)?.set(seq, text);
    chars += text.length;
  }
  return parts;
}
