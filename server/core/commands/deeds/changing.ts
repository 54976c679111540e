/**
 * Messages that change others of their room, and the entry of that in the audit.
 *
 * @module
 */

import type { Deed, MessageFrame } from "../../../../protocol.ts";
import type { PostContent, Room } from "../../rooms.ts";
import type { CommandContext } from "../context.ts";
import { saidMessage } from "../own_messages.ts";
import { act, forbidden, refuse, type Wanted } from "./act.ts";

/** Tells what follows from a message that is stored and takes the texts of others away, or brings them back. */
export function redacted(
  { members, rooms }: CommandContext,
  room: Room,
  message: MessageFrame,
  why: string,
): void {
  if (why !== "") members.deedDone({ kind: "redacted", message, why });
  rooms.refreshTopic(room);
}

/** What is said about messages of a room, and changes them. */
export type ChangingContent = Pick<PostContent, "text" | "redacts" | "restores">;

/** What it takes to change messages, and what follows from it. */
interface Changing {
  readonly needs: Deed;
  /** On whom it is, for the audit; nothing where it is not in there. */
  readonly audit: string | undefined;
  /** Called once all of it is stored. */
  then(): void;
  /** Called instead where some of it never will be, with that: its author is told by then. */
  failed?(some: readonly ChangingContent[]): void;
}

/**
 * Says several things about messages. The entry in the audit goes with the first of them: so it is there where anything of it is
 * done, also where a cluster needs several turns for all, and what it rests on is changed between two. What comes next from its
 * author waits for all of it.
 */
export function sayAll(
  wanted: Wanted,
  room: Room,
  contents: readonly ChangingContent[],
  changing: Changing,
): void {
  const { session, context: { fanOut } } = wanted;
  const { needs, audit, then, failed } = changing;
  const refused: ChangingContent[] = [];
  let left = contents.length;
  let isAwaited = false;
  const finish = (): void => {
    if (refused.length === 0) then();
    else failed?.(refused);
  };
  const settled = (): void => {
    if (--left > 0) return;
    if (isAwaited) session.rulings.apply(finish);
    else finish();
  };
  const say = (content: ChangingContent): void =>
    post(wanted, room, content, {
      stored: settled,
      refused() {
        if (refused.length === 0) {
          refuse(wanted, forbidden({ ...wanted, room }, needs) ?? { code: "not-stored" });
        }
        refused.push(content);
        settled();
      },
    });
  const [first, ...others] = contents;
  if (first !== undefined) say(first);
  const along = (): void => others.forEach(say);
  if (audit === undefined) {
    along();
    return fanOut.commitPending();
  }
  act({ ...wanted, room }, { subject: audit, isToldElsewhere: true, along }, () => {
    if (left === 0) return;
    isAwaited = true;
    session.rulings.await();
  });
}

/** What follows once a message is stored, or once it is known that it never will be. */
interface Outcome {
  stored(): void;
  refused(): void;
}

/** Says something in a room about its messages, which changes them. */
function post(wanted: Wanted, room: Room, content: ChangingContent, outcome: Outcome): void {
  const { context, actor, why } = wanted;
  const author = {
    stored: (message: MessageFrame) => {
      redacted(context, room, message, why);
      outcome.stored();
    },
    refused: () => {
      // Somebody else may have deleted it at another server in the same instant.
      const isGone = content.redacts?.every((seq) => saidMessage(context.pages, room, seq) === undefined);
      if (isGone === true) outcome.stored();
      else outcome.refused();
    },
  };
  const { name: from, id: personId, publicId: person } = actor;
  const said = { from, person, personId, id: undefined, action: true, topic: undefined, ...content } as const;
  context.fanOut.say(author, room, { ...said, ...(why !== "" && { why }) });
}
