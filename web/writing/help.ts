/**
 * What can be written, as `/help` lists it.
 *
 * @module
 */

import { commandsFor, findCommand, usageOf } from "../../protocol/commands.ts";
import { QUIT_WORDS } from "../../protocol/plain_text.ts";
import type { Standing } from "../../protocol/rights.ts";
import type { PageWords, RestWords } from "../../words/en.ts";
import { element } from "../view.ts";

/** Lists what somebody can write who may do what their standing says, or tells what one command does. */
export function helpNodes(about: string, standing: Standing, words: PageWords & RestWords): Node {
  const one = about === "" ? undefined : findCommand(about, "page");
  const list = element("dl", "");
  for (const row of one === undefined ? commandsFor("page", standing) : [one]) {
    list.append(element("dt", words.usage(usageOf(row))), element("dd", row.help(words)));
  }
  if (one === undefined) {
    list.append(element("dt", QUIT_WORDS.join(" ")), element("dd", "/quit"));
    list.append(element("dt", "Alt+↑ Alt+↓ Alt+1…9"), element("dd", words.windows.keyRooms));
    list.append(element("dt", "Ctrl+K"), element("dd", words.page.search));
  }
  const help = document.createDocumentFragment();
  help.append(words.plain.helpTitle, list);
  return help;
}
