/**
 * The commands that concern only what one person sees: `/mentions`, `/ignore`, `/unignore`, `/quiet`, `/set`.
 *
 * @module
 */

import { parseName } from "../../protocol/names.ts";
import type { Local } from "../../conversation.ts";
import { cleanLine } from "../../protocol/text.ts";
import { type Look, renderTrouble } from "./style.ts";
import {
  type Change,
  type Setting,
  settingNamed,
  settingNames,
  SETTINGS,
  type Settings,
} from "../settings.ts";
import type { Shown } from "./wrap.ts";

/** What the commands act on. */
export interface LocalParts {
  readonly settings: Settings;
  /** The messages that mentioned this person, oldest first. */
  readonly mentioned: () => readonly Shown[];
  /** How lines are made; asked again after a change. */
  readonly look: () => Look;
}

/** Does it, and tells what came of it. */
export function performLocal({ name, rest }: Local, parts: LocalParts): readonly Shown[] {
  switch (name) {
    case "mentions": {
      const mentioned = parts.mentioned();
      return mentioned.length === 0 ? [parts.look().words.client.noMentions] : mentioned;
    }
    case "ignore":
      return ignore(rest, parts);
    case "unignore":
      return unignore(rest, parts);
    case "quiet":
      return quiet(rest, parts);
    case "set":
      return set(rest, parts);
  }
}

function ignore(given: string, { settings, look }: LocalParts): readonly Shown[] {
  const { words } = look();
  if (given === "") return [words.plain.hiddenOnes(settings.ignored)];
  const name = parseName(given);
  if (name === undefined) {
    return [renderTrouble(words.problem({ code: "usage", usage: "/ignore [NAME]" }), look())];
  }
  return [words.plain.hidden(name), ...told(settings.ignore(name), "ignore", look())];
}

function unignore(given: string, { settings, look }: LocalParts): readonly Shown[] {
  const { words } = look();
  const name = cleanLine(given);
  if (!settings.ignores(name)) return [words.plain.notHidden(name)];
  return [words.plain.shownAgain(name), ...told(settings.unignore(name), "ignore", look())];
}

function quiet(given: string, parts: LocalParts): readonly Shown[] {
  const { settings, look } = parts;
  const wanted = given === "" ? (settings.get("quiet") === "on" ? "off" : "on") : given.toLowerCase();
  const change = settings.set("quiet", wanted);
  const { words } = look();
  if (change === undefined) {
    return [renderTrouble(words.problem({ code: "usage", usage: "/quiet [on|off]" }), look())];
  }
  return [wanted === "on" ? words.client.quietOn : words.client.quietOff, ...told(change, "quiet", look())];
}

function set(given: string, { settings, look }: LocalParts): readonly Shown[] {
  const [written = "", ...values] = given.split(/[\s=]+/).filter((word) => word !== "");
  if (written === "") return list(settings, look());
  const name = settingNamed(written);
  if (name === undefined) {
    return [renderTrouble(look().words.client.noSetting(written, settingNames()), look())];
  }
  const value = values.join(" ");
  if (value === "") return [row(name, settings, look())];
  const change = settings.set(name, value);
  const { words } = look();
  if (change === undefined) return [renderTrouble(words.client.noValue(name, SETTINGS[name]), look())];
  return [words.client.set(name, value.toLowerCase()), ...told(change, name, look())];
}

function list(settings: Settings, look: Look): readonly Shown[] {
  const path = settings.path === undefined ? [] : [look.words.client.settingsIn(settings.path)];
  return [...settingNames().map((name) => row(name, settings, look)), ...path];
}

function row(name: Setting, settings: Settings, { words, plain }: Look): Shown {
  const choices = SETTINGS[name].join("|");
  const meaning = words.client.settingsOf[name];
  if (plain === true) return `${name}: ${settings.get(name)} (${meaning}; ${choices})`;
  return { text: `  ${name.padEnd(6)} ${settings.get(name).padEnd(5)} ${meaning} (${choices})`, indent: 4 };
}

/** What there is to say of a change besides that it was made. */
function told(change: Change, name: string, { words }: Look): readonly string[] {
  switch (change.kind) {
    case "kept":
      return [];
    case "not-kept":
      return [words.client.settingNotKept(change.cause)];
    case "overruled":
      return [words.client.settingOverruled(name)];
  }
}
