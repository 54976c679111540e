/**
 * The kinds of values that flags take: how each is read from what a person wrote, and how its default is shown. Pure.
 *
 * Owns: what a number, a time, a name and a place look like in a flag.
 * Must not know: which flags there are.
 * Called by: the tables of flags, the banner, and whoever reads such a value elsewhere.
 * On close: nothing.
 *
 * @module
 */

export { type ExpectedValue, oneOf, parseWhole, type ValueKind } from "./flag_values/kind.ts";
export {
  clientPort,
  count,
  countOrNone,
  lineSize,
  messageChars,
  parseSize,
  port,
  rate,
  size,
  sizeOrOff,
} from "./flag_values/numbers.ts";
export {
  duration,
  durationOrOff,
  keep,
  parseDuration,
  period,
  periodOrForever,
  since,
} from "./flag_values/times.ts";
export { fingerprint, name, path, room, title } from "./flag_values/names.ts";
export { clusterName, host, natsServers, networks, nodes, origins, places } from "./flag_values/places.ts";
