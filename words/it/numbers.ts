/**
 * Numbers of people and things, and times. In Italian.
 *
 * @module
 */

/** Says how many people there are. */
export const people = (count: number): string => count === 1 ? "1 persona" : `${count} persone`;

/** Says how many rooms there are. */
export const rooms = (count: number): string => count === 1 ? "1 stanza" : `${count} stanze`;

/** Says how many connections there are. */
export const connections = (count: number): string => count === 1 ? "1 connessione" : `${count} connessioni`;

const MOMENT = new Intl.DateTimeFormat("it", { dateStyle: "medium", timeStyle: "short" });

/** Says a time, from ms since 1970, by this machine's clock. */
export const moment = (at: number): string => MOMENT.format(Math.min(at, 8.64e15));

/** Says how long something has lasted, from ms, in its largest unit. */
export const span = (ms: number): string =>
  ms < 3_600_000
    ? `${Math.floor(ms / 60_000)} min`
    : ms < 86_400_000
    ? `${Math.floor(ms / 3_600_000)} h`
    : `${Math.floor(ms / 86_400_000)} g`;

/** Says a time in seconds, from ms. */
export const seconds = (ms: number): string =>
  ms === 1000 ? "1 secondo" : `${String(ms / 1000).replace(".", ",")} secondi`;

/** Says a short time, from ms, in the largest unit that gives it whole. */
export const briefly = (ms: number): string =>
  ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;

/** Says how many more tries somebody has. */
export const tries = (count: number): string =>
  count === 1 ? "Ancora 1 tentativo" : `Ancora ${count} tentativi`;

/** Says a size, from bytes, in its largest unit. */
export const size = (bytes: number): string => {
  const units = ["byte", "KiB", "MiB", "GiB", "TiB"];
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** unit;
  return `${value < 10 && unit > 0 ? value.toFixed(1).replace(".", ",") : Math.round(value)} ${units[unit]}`;
};
