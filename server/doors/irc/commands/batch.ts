/**
 * BATCH: a message of several lines (https://ircv3.net/specs/extensions/multiline). Nothing of it is said before all of it is
 * there.
 *
 * @module
 */

import type { IrcClient } from "../client.ts";
import type { IrcLine } from "../line.ts";
import { type BatchProblem, Multiline } from "../multiline.ts";
import { sendMessage } from "./messages.ts";

/** Handles BATCH: begins a message of several lines, or ends and says it. */
export function batch(
  client: IrcClient,
  { tags, params: [given = "", kind = "", target = ""] }: IrcLine,
): void {
  const { irc } = client.server.hub.words;
  const [sign, ref] = [given.slice(0, 1), given.slice(1)];
  const open = client.multiline;
  if (sign === "-" && open?.ref === ref) return end(client, open);
  const isAsked = client.caps.has("draft/multiline") && kind === "draft/multiline";
  if (sign !== "+" || ref === "" || target === "" || !isAsked || open !== undefined) {
    client.multiline = undefined;
    return client.fail("BATCH", "MULTILINE_INVALID", irc.badBatch);
  }
  const label = client.response.takeLabel();
  client.multiline = new Multiline({ ref, target, label, tags }, client.server.hub.limits.messageChars);
}

/** Adds a line to the message that it belongs to. */
export function addToBatch(client: IrcClient, line: IrcLine): void {
  const open = client.multiline;
  if (open?.ref !== line.tags.get("batch")) {
    client.multiline = undefined;
    return client.fail("BATCH", "MULTILINE_INVALID", client.server.hub.words.irc.badBatch);
  }
  const problem = open?.add(line);
  if (open === undefined || problem === undefined) return;
  client.response.returnLabel(open.label);
  tell(client, problem);
}

function end(client: IrcClient, open: Multiline): void {
  client.multiline = undefined;
  if (open.isBroken) return;
  client.response.returnLabel(open.label);
  const problem = open.end();
  if (problem !== undefined) return tell(client, problem);
  client.onRefusal(({ code }, text) => {
    if (code === "too-long") {
      client.fail("BATCH", "MULTILINE_MAX_BYTES", String(client.server.hub.limits.messageChars), text);
    }
    return code === "too-long";
  });
  const { isNotice, text, tags, target, pieces } = open;
  sendMessage(client, { target, text, tags, isNotice, pieces });
}

function tell(client: IrcClient, { code, context }: BatchProblem): void {
  client.fail("BATCH", code, ...context, client.server.hub.words.irc.badBatch);
}
