/**
 * What a person has set for good, in a small file that can be read and written by hand. Flags and environment win over it.
 *
 * @module
 */

import { type Authored, type HiddenPerson, IgnoreList } from "../conversation.ts";
import { type Loudness, parseLoudness } from "../protocol/loudness.ts";
import { nameKey } from "../protocol/names.ts";
import type { ServerFrame } from "../protocol.ts";

/** Every setting with the values that it can have; the first is what counts when nobody has set it. */
export const SETTINGS = {
  /** How times are shown; `auto` is 24h on a screen, and none in plain lines. */
  time: ["auto", "24h", "12h", "off"],
  bell: ["off", "on"],
  quiet: ["off", "on"],
  color: ["auto", "on", "off"],
  lang: ["auto", "en", "it"],
} as const;

/** The name of a setting. */
export type Setting = keyof typeof SETTINGS;

/** A value of a setting. */
export type ValueOf<Name extends Setting> = (typeof SETTINGS)[Name][number];

/** What flags and environment say: it counts whatever has been set. */
export type Fixed = { readonly [Name in Setting]?: ValueOf<Name> };

/** Where settings are kept. */
export interface SettingsFile {
  /** How a person finds it. */
  readonly path: string;
  /** All that is in it, `undefined` when it is not there or cannot be read. */
  read(): string | undefined;
  /** Replaces it. Throws when that cannot be. */
  write(text: string): void;
}

/** What became of a change: kept; in force but not kept, with the cause; or kept but not in force, as a flag or the environment says otherwise. */
export type Change =
  | { readonly kind: "kept" }
  | { readonly kind: "not-kept"; readonly cause: string }
  | { readonly kind: "overruled" };

/** What stands at the top of the file. */
const HEADING = [
  "# Settings of chat, one a line. In the room, /set changes them. Flags and environment win over this file.",
  ...Object.entries(SETTINGS).map(([name, values]) => `# ${name} = ${values.join(" | ")}`),
  "# ignore = the names of those who are not to be shown, with spaces between them",
  "# notify = rooms of which all is told, or nothing: lobby:all tea:off",
  "# persons = which persons these are, under whatever name: written by chat",
];

/** Finds the setting of that name, in any case; `undefined` when there is none. */
export function settingNamed(name: string): Setting | undefined {
  const wanted = name.toLowerCase();
  return settingNames().find((known) => known === wanted);
}

/** Lists the names of all settings. */
export function settingNames(): readonly Setting[] {
  return ["time", "bell", "quiet", "color", "lang"];
}

/** A person's settings. */
export class Settings {
  readonly #file: SettingsFile | undefined;
  readonly #fixed: Fixed;
  #values: Map<string, string>;
  readonly #ignored: IgnoreList;

  /**
   * Reads what was set.
   *
   * @param file Where they are kept; nothing is kept without.
   */
  constructor(file: SettingsFile | undefined, fixed: Fixed = {}) {
    this.#file = file;
    this.#fixed = fixed;
    this.#values = readLines(file?.read() ?? "");
    this.#ignored = new IgnoreList(readIgnored(this.#values));
  }

  /** Reads the value that counts. */
  get<Name extends Setting>(name: Name): ValueOf<Name> {
    const fixed: ValueOf<Name> | undefined = this.#fixed[name];
    const values: readonly ValueOf<Name>[] = SETTINGS[name];
    const kept = this.#values.get(name);
    const first = values.find((value) => value === kept) ?? values[0];
    if (fixed !== undefined) return fixed;
    if (first === undefined) throw new Error(`${name} has no values`);
    return first;
  }

  /** Where they are kept, if they are. */
  get path(): string | undefined {
    return this.#file?.path;
  }

  /** Those who are not to be shown, as they were written. */
  get ignored(): readonly string[] {
    return this.#ignored.names;
  }

  /** Tells whether what somebody says is not to be shown. */
  ignores(author: Authored): boolean {
    return this.#ignored.hides(author);
  }

  /** Learns from a frame what those who are not to be shown are called now. */
  follow(frame: ServerFrame): void {
    if (this.#ignored.follow(frame)) this.#saveIgnored();
  }

  /** Changes a setting; `undefined` when it cannot have this value. */
  set(name: Setting, written: string): Change | undefined {
    const wanted = written.toLowerCase();
    const values: readonly string[] = SETTINGS[name];
    if (!values.includes(wanted)) return undefined;
    this.#values.set(name, wanted);
    const change = this.#save();
    return change.kind === "kept" && this.#fixed[name] !== undefined && this.#fixed[name] !== wanted
      ? { kind: "overruled" }
      : change;
  }

  /** Tells of what in a room this person is told. */
  loudnessOf(room: string): Loudness {
    return this.#loudness.get(nameKey(room)) ?? "mentions";
  }

  /** Changes of what in a room this person is told. */
  setLoudness(room: string, loudness: Loudness): Change {
    const all = this.#loudness;
    if (loudness === "mentions") all.delete(nameKey(room));
    else all.set(nameKey(room), loudness);
    if (all.size === 0) this.#values.delete("notify");
    else this.#values.set("notify", Array.from(all, (pair) => pair.join(":")).join(" "));
    return this.#save();
  }

  get #loudness(): Map<string, Loudness> {
    const words = (this.#values.get("notify") ?? "").split(/\s+/);
    return new Map(words.flatMap((word): readonly (readonly [string, Loudness])[] => {
      const [room = "", written = ""] = word.split(":");
      const loudness = parseLoudness(written);
      return room === "" || loudness === undefined ? [] : [[nameKey(room), loudness]];
    }));
  }

  /** Hides somebody. @param person Their id, if it is known. */
  ignore(name: string, person?: string): Change {
    this.#ignored.add(name, person);
    return this.#saveIgnored();
  }

  /** Shows somebody again. @param person The id of who has the name now, if it is known. */
  unignore(name: string, person?: string): Change {
    this.#ignored.remove(name, person);
    return this.#saveIgnored();
  }

  #saveIgnored(): Change {
    const { all, names } = this.#ignored;
    const persons = all.flatMap(({ name, person }) => person === undefined ? [] : [`${name}:${person}`]);
    for (const [setting, values] of [["ignore", names], ["persons", persons]] as const) {
      if (values.length === 0) this.#values.delete(setting);
      else this.#values.set(setting, values.join(" "));
    }
    return this.#save();
  }

  #save(): Change {
    if (this.#file === undefined) return { kind: "not-kept", cause: "" };
    const lines = [...this.#values].map(([name, value]) => `${name} = ${value}`);
    try {
      this.#file.write([...HEADING, "", ...lines, ""].join("\n"));
      return { kind: "kept" };
    } catch (error) {
      return { kind: "not-kept", cause: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** Reads those who are not to be shown: by name, and of whom the program knew it, by id. */
function readIgnored(values: ReadonlyMap<string, string>): readonly HiddenPerson[] {
  const words = (setting: string): readonly string[] =>
    (values.get(setting) ?? "").split(/\s+/).filter((word) => word !== "");
  const persons = new Map(
    words("persons").map((word): [string, string] => {
      const at = word.lastIndexOf(":");
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
  return words("ignore").map((name) => {
    const person = persons.get(name) ?? "";
    return { name, ...(person !== "" && { person }) };
  });
}

/** Parses the lines `name = value` of a text; what this version does not know is kept as it is. */
function readLines(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^([a-z]+)\s*=\s*(.*)$/.exec(line.trim()) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, value);
  }
  return values;
}
