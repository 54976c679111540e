/**
 * Lists in columns, and the times in them. Pure.
 *
 * @module
 */

/** Lays rows out in columns, each as wide as its widest cell; ends with a newline. @param heads The first row. */
export function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
  return all.map((row) => `${line(row)}\n`).join("");
}

/** Formats a time in ms since 1970 as `2026-11-21`, on this machine's clock. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
}

/** Formats a time in ms since 1970 as `2026-11-21 21:04`, on this machine's clock. */
export function minuteOf(at: number): string {
  const date = new Date(at);
  return `${dayOf(at)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
