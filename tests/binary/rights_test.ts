/**
 * What a compiled server may do an hour after its start. Nothing of the program shows it from outside, so the same server with a clock
 * that is turned is compiled by the task's command, with all that this puts in: `CHAT_BINARY_HOUR_LATER` says where it is.
 */

import { tellHourLater } from "../support/hour_later_story.ts";

const binary = Deno.env.get("CHAT_BINARY") ?? "";
const hourLater = Deno.env.get("CHAT_BINARY_HOUR_LATER") ?? "";
const isReady = binary !== "" && hourLater !== "";
const why = isReady ? "" : " (skipped: CHAT_BINARY and CHAT_BINARY_HOUR_LATER do not name binaries)";

Deno.test({
  name:
    `binary: an hour after its start, without the right to write, a server indexes, makes a lost index anew, and is backed up${why}`,
  ignore: !isReady,
  fn: () => tellHourLater([hourLater], [binary]),
});
