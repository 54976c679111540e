/**
 * The commands that concern only what one person sees: `/mentions`, `/ignore`, `/unignore`, `/notify`,
 * `/quiet`, `/set`, `/get` with a name.
 *
 * @module
 */

import { parseLoudness } from "../../protocol/loudness.ts";
import { parseName } from "../../protocol/names.ts";
import type { ViewCommand } from "../../typing.ts";
import { cleanLine } from "../../protocol/text.ts";
import type { PrivateFrame } from "../../protocol.ts";
import { renderWholePrivate } from "./messages.ts";
import { renderProblem, type Style } from "./style.ts";
import {
  type Change,
  type Setting,
  settingNamed,
  settingNames,
  SETTINGS,
  type Settings,
} from "../settings.ts";
import type { DisplayLine } from "./wrap.ts";

/** What the commands act on. */
export interface ViewCommandParts {
  readonly settings: Settings;
  /** The messages that mentioned this person, oldest first. */
  readonly mentioned: () => readonly DisplayLine[];
  /** Finds the last long text between this person and somebody. */
  readonly longPrivate: (name: string) => PrivateFrame | undefined;
  /** Finds the id of who has a name now, where it is known. */
  readonly personOf: (name: string) => string | undefined;
  /** The room in view; empty for none. */
  readonly room: string;
  /** How lines are made; asked again after a change. */
  readonly style: () => Style;
}

/** Does it, and tells what came of it. */
export function runViewCommand({ name, rest }: ViewCommand, parts: ViewCommandParts): readonly DisplayLine[] {
  switch (name) {
    case "mentions": {
      const mentioned = parts.mentioned();
      return mentioned.length === 0 ? [parts.style().words.noMentions] : mentioned;
    }
    case "ignore":
      return ignore(rest, parts);
    case "unignore":
      return unignore(rest, parts);
    case "notify":
      return notify(rest, parts);
    case "quiet":
      return quiet(rest, parts);
    case "set":
      return set(rest, parts);
    case "get":
      return wholePrivate(rest, parts);
  }
}

function wholePrivate(name: string, { longPrivate, style }: ViewCommandParts): readonly DisplayLine[] {
  const found = longPrivate(name);
  if (found !== undefined) return [renderWholePrivate(found, style())];
  return [renderProblem(style().words.noPrivateText(cleanLine(name)), style())];
}

function ignore(given: string, { settings, style, personOf }: ViewCommandParts): readonly DisplayLine[] {
  const { words } = style();
  if (given === "") return [words.plain.hiddenOnes(settings.ignored)];
  const name = parseName(given);
  if (name === undefined) {
    return [renderProblem(words.problem({ code: "usage", usage: "/ignore [NAME]" }), style())];
  }
  return [words.plain.hidden(name), ...changeNotes(settings.ignore(name, personOf(name)), "ignore", style())];
}

function unignore(given: string, { settings, style, personOf }: ViewCommandParts): readonly DisplayLine[] {
  const { words } = style();
  const name = cleanLine(given);
  const person = personOf(name);
  if (!settings.ignores({ from: name, ...(person !== undefined && { person }) })) {
    return [words.plain.notHidden(name)];
  }
  return [words.plain.shownAgain(name), ...changeNotes(settings.unignore(name, person), "ignore", style())];
}

function notify(given: string, { settings, style, room }: ViewCommandParts): readonly DisplayLine[] {
  const { words } = style();
  if (room === "") return [renderProblem(words.problem({ code: "nowhere" }), style())];
  if (given === "") return [words.notifies(room, settings.loudnessOf(room))];
  const wanted = parseLoudness(given);
  if (wanted === undefined) {
    const usage = words.usage("/notify [all|mentions|off]");
    return [renderProblem(words.problem({ code: "usage", usage }), style())];
  }
  const notes = changeNotes(settings.setLoudness(room, wanted), "notify", style());
  const isUnheard = wanted !== "off" && settings.get("bell") === "off";
  return [words.notifies(room, wanted), ...isUnheard ? [words.client.bellIsOff] : [], ...notes];
}

function quiet(given: string, parts: ViewCommandParts): readonly DisplayLine[] {
  const { settings, style } = parts;
  const wanted = given === "" ? (settings.get("quiet") === "on" ? "off" : "on") : given.toLowerCase();
  const change = settings.set("quiet", wanted);
  const { words } = style();
  if (change === undefined) {
    return [renderProblem(words.problem({ code: "usage", usage: "/quiet [on|off]" }), style())];
  }
  return [
    wanted === "on" ? words.client.quietOn : words.client.quietOff,
    ...changeNotes(change, "quiet", style()),
  ];
}

function set(given: string, { settings, style }: ViewCommandParts): readonly DisplayLine[] {
  const [written = "", ...values] = given.split(/[\s=]+/).filter((word) => word !== "");
  if (written === "") return list(settings, style());
  const name = settingNamed(written);
  if (name === undefined) {
    return [renderProblem(style().words.client.noSetting(written, settingNames()), style())];
  }
  const value = values.join(" ");
  if (value === "") return [row(name, settings, style())];
  const change = settings.set(name, value);
  const { words } = style();
  if (change === undefined) return [renderProblem(words.client.noValue(name, SETTINGS[name]), style())];
  return [words.client.set(name, value.toLowerCase()), ...changeNotes(change, name, style())];
}

function list(settings: Settings, style: Style): readonly DisplayLine[] {
  const path = settings.path === undefined ? [] : [style.words.client.settingsIn(settings.path)];
  return [...settingNames().map((name) => row(name, settings, style)), ...path];
}

function row(name: Setting, settings: Settings, { words, plain }: Style): DisplayLine {
  const choices = SETTINGS[name].join("|");
  const meaning = words.client.settingsOf[name];
  if (plain === true) return `${name}: ${settings.get(name)} (${meaning}; ${choices})`;
  return { text: `  ${name.padEnd(6)} ${settings.get(name).padEnd(5)} ${meaning} (${choices})`, indent: 4 };
}

/** Renders what there is to say of a change besides that it was made. */
function changeNotes(change: Change, name: string, { words }: Style): readonly string[] {
  switch (change.kind) {
    case "kept":
      return [];
    case "not-kept":
      return [words.client.settingNotKept(change.cause)];
    case "overruled":
      return [words.client.settingOverruled(name)];
  }
}
