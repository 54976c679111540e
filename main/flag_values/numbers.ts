/**
 * Numbers and sizes, as they are written in a flag. Pure.
 *
 * @module
 */

import { LINE_BYTES, MESSAGE_CHARS } from "../../protocol/limits.ts";
import { inUnits, OFF, parseWhole, plain, type ValueKind } from "./kind.ts";

/** The shortest line that the protocol can live with, in bytes: the longest `hello`. */
const SHORTEST_LINE = 512;

const SIZE_UNITS: ReadonlyMap<string, number> = new Map([["GiB", 1024 ** 3], ["MiB", 1024 * 1024], [
  "KiB",
  1024,
]]);

/** Reads a size in bytes, more than none: `4096`, `16k`, `16KiB`, `1MiB`. A unit is always one of 1024. */
export function parseSize(written: string): number | undefined {
  const [, number, unit = ""] = /^(\d{1,9})(?:([kmg])(?:i?b)?)?$/i.exec(written) ?? [];
  const factor = { k: 1024, m: 1024 * 1024, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1;
  const bytes = Number(number) * factor;
  return bytes >= 1 ? bytes : undefined;
}

/** A port to open on: 0 is any free one. */
export const port: ValueKind<number> = {
  parse: (written) => parseWhole(written, 0, 65535),
  show: plain,
  shape: "PORT",
  takes: { sentence: "port" },
};

/** A port to connect to. */
export const clientPort: ValueKind<number> = {
  parse: (written) => parseWhole(written, 1, 65535),
  show: plain,
  shape: "PORT",
  takes: { sentence: "clientPort" },
};

/** A whole number from 1 up. */
export const count: ValueKind<number> = {
  parse: (written) => parseWhole(written, 1, 1e9),
  show: plain,
  shape: "N",
  takes: { sentence: "count" },
};

/** How many characters a message may have: no more than the protocol allows. */
export const messageChars: ValueKind<number> = {
  parse: (written) => parseWhole(written, 1, MESSAGE_CHARS),
  show: plain,
  shape: "N",
  takes: { sentence: "messageChars" },
};

/** A whole number from 0 up. */
export const countOrNone: ValueKind<number> = {
  parse: (written) => parseWhole(written, 0, 500),
  show: plain,
  shape: "N",
  takes: { sentence: "countOrNone" },
};

/** A size, in bytes. */
export const size: ValueKind<number> = {
  parse: parseSize,
  show: (bytes) => inUnits(bytes, SIZE_UNITS),
  shape: "SIZE",
  takes: { sentence: "size" },
};

/** A size, in bytes; 0 is none at all. */
export const sizeOrOff: ValueKind<number> = {
  parse: (written) => written.toLowerCase() === OFF ? 0 : parseSize(written),
  show: (bytes) => bytes === 0 ? OFF : size.show(bytes),
  shape: "SIZE|off",
  takes: { sentence: "sizeOrOff" },
};

/** How long a line may be, in bytes: what the protocol can live with. */
export const lineSize: ValueKind<number> = {
  parse: (written) => {
    const bytes = parseSize(written) ?? 0;
    return bytes >= SHORTEST_LINE && bytes <= LINE_BYTES ? bytes : undefined;
  },
  show: size.show,
  shape: "SIZE",
  takes: { sentence: "lineSize" },
};

/** A number of messages a second; `null` is no limit. */
export const rate: ValueKind<number | null> = {
  parse: (written) => {
    if (written.toLowerCase() === OFF) return null;
    const value = /^\d{1,9}(\.\d{1,3})?$/.test(written) ? Number(written) : 0;
    return value > 0 ? value : undefined;
  },
  show: (value) => value === null ? OFF : plain(value),
  shape: "N|off",
  takes: { sentence: "rate" },
};
