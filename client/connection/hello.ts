/**
 * Saying hello to a server, and what its answer means: the same on entering and on coming back.
 *
 * @module
 */

import { formatAddress, type ServerAddress } from "../../net/address.ts";
import { type Clock, within } from "../../net/clock.ts";
import type { ChallengeFrame, ErrorFrame, HelloRequest, Resume, WelcomeFrame } from "../../protocol.ts";
import { PROTOCOL_VERSIONS } from "../../protocol/limits.ts";
import { endAfterGoodbye, endAfterRefusal, type Goodbye } from "../../conversation.ts";
import type { ChatEnd, ChatOptions, Proofs } from "../options.ts";
import type { Link, LinkEvent } from "./link.ts";

/** How long to wait to be let in by somebody, in ms: a little more than a server lets anybody wait. */
const WAITS_FOR_APPROVAL = 630_000;

/** Takes each frame that comes before a welcome, with its line. */
export type FrameListener =
  | ((event: Extract<LinkEvent, { kind: "frame" }>) => Promise<void> | void)
  | undefined;

/** Makes the end of a client that got this answer to its hello. */
export function endForAnswer(
  answer: HelloAnswer,
  address: ServerAddress,
  options: Pick<ChatOptions, "words" | "timeout">,
): ChatEnd {
  const { words, timeout } = options;
  const where = formatAddress(address.host, address.port);
  switch (answer.type) {
    case "error":
      return endAfterRefusal(answer, words);
    case "foreign":
      return { code: 3, sentence: words.client.notChat(where) };
    case "late":
      return { code: 3, sentence: words.client.noAnswer(where, timeout) };
    case "gone":
      return endForGoodbye(answer.bye, address, options);
    case "alive":
    case "welcome":
      return { code: 3, sentence: words.client.lost(where) };
  }
}

/** Makes the end of a connection that we did not end; `bye` is the server's goodbye, if it gave one. */
export function endForGoodbye(
  bye: Goodbye | undefined,
  address: ServerAddress,
  { words }: Pick<ChatOptions, "words">,
): ChatEnd {
  return endAfterGoodbye(bye, formatAddress(address.host, address.port), words);
}

/** What a server said to a hello, or instead of it. */
export type HelloAnswer =
  | WelcomeFrame
  | ErrorFrame
  | { readonly type: "alive" }
  | { readonly type: "gone"; readonly bye: Goodbye | undefined }
  | { readonly type: "foreign" }
  | { readonly type: "late" };

/** Who says hello, and what lets them in. */
export interface HelloWho {
  readonly name: string;
  readonly resume?: Resume;
  readonly ticket?: string | undefined;
  readonly door?: string | undefined;
  /** What proves that the name is theirs. */
  readonly auth?: HelloRequest["auth"] | undefined;
}

/** Says hello, and waits for the welcome, the error, or what comes instead. */
export async function sayHello(
  link: Link,
  who: HelloWho,
  { room, create, errand, client, timeout, proofs }: Pick<
    ChatOptions,
    "room" | "create" | "errand" | "client" | "timeout" | "proofs"
  >,
  clock: Clock,
  onFrame?: FrameListener,
): Promise<HelloAnswer> {
  const [version] = PROTOCOL_VERSIONS;
  const wish = { room, ...(create !== undefined && { create }), ...(errand !== undefined && { errand }) };
  const { name, resume, ticket, door, auth } = who;
  const shown = link.server === undefined ? {} : await proofs?.show(link.server, ticket !== undefined);
  link.send({
    type: "hello",
    ...wish,
    client,
    name,
    ...(resume !== undefined && { resume }),
    ...(ticket !== undefined && { ticket }),
    ...(door !== undefined && { door }),
    ...(auth !== undefined && { auth }),
    ...shown,
    ...(version !== undefined && { version }),
  });
  let patience = timeout;
  const onEvent: FrameListener = async (event) => {
    if (event.frame.type === "notice" && event.frame.code === "approval") patience = WAITS_FOR_APPROVAL;
    if (event.frame.type === "challenge") await answerChallenge(link, name, event.frame, proofs);
    await onFrame?.(event);
  };
  link.isEntering = resume === undefined;
  while (true) {
    const answer = await readAnswer(link, patience, clock, onEvent);
    if (answer.type === "alive") continue;
    link.isEntering &&= answer.type === "late";
    return answer;
  }
}

/** Answers a challenge. @param name What we are called, or want to be. */
export async function answerChallenge(
  link: Link,
  name: string,
  challenge: ChallengeFrame,
  proofs: Proofs | undefined,
): Promise<void> {
  const { server } = link;
  link.send(
    server === undefined || proofs === undefined
      ? { type: "prove" }
      : await proofs.prove(server, name, challenge),
  );
}

/** Reads on to the next frame that matters to a client that is not in, or to what comes instead of one. */
export async function readAnswer(
  link: Link,
  timeout: number,
  clock: Clock,
  onFrame: FrameListener,
): Promise<HelloAnswer> {
  let bye: Goodbye | undefined;
  while (true) {
    const late = { done: false, value: { kind: "late" } } as const;
    const next = await within(clock, timeout, link.events.next(), late);
    const event = next.done === true ? { kind: "closed" } as const : next.value;
    if (event.kind === "late") return { type: link.isDoubtful ? "foreign" : "late" };
    if (event.kind === "foreign") return { type: "foreign" };
    if (event.kind === "closed") return { type: "gone", bye };
    await onFrame?.(event);
    const { frame } = event;
    if (frame.type === "welcome" || frame.type === "error") return frame;
    if (frame.type !== "bye") return { type: "alive" };
    bye = frame;
  }
}
