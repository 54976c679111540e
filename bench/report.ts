/**
 * Formats the figures of a run as Markdown. Pure.
 *
 * @module
 */

import type { MeasurementResult } from "./measurement.ts";
import type { Row } from "./rows.ts";

/** The result of one row for one server and door. */
export interface Result {
  readonly server: string;
  readonly row: Row;
  readonly measured: MeasurementResult;
}

/** Above this share of a core the generator may have been the limit, not the server. */
const GENERATOR_BUSY = 0.95;

/** Formats one result as a line of progress. */
export function progress({ server, row, measured }: Result): string {
  return `${server.padEnd(14)} ${row.title}: ${shown(row, measured)}${note(measured)}`;
}

/** Formats the whole report. */
export function report(
  facts: readonly string[],
  results: readonly Result[],
  notes: readonly string[],
): string {
  return [
    "# Results",
    "",
    "Written by `deno task bench`; how each figure is taken stands in [README.md](README.md).",
    "",
    ...facts,
    "",
    ...sideBySide(results),
    "",
    "## Every measurement",
    "",
    ...details(results),
    "",
    ...ratios(results),
    ...notes.map((line) => `- ${line}`),
    "",
  ].join("\n").replace(/\n{3,}/g, "\n\n").trimEnd() + "\n";
}

function sideBySide(results: readonly Result[]): readonly string[] {
  const columns = unique(results.flatMap(({ row }) => row.column ?? []));
  if (columns.length === 0) return [];
  const lines = table(
    ["server", ...columns],
    unique(results.flatMap(({ server, row }) => row.column === undefined ? [] : server)).map((server) => [
      server,
      ...columns.map((column) => {
        const found = results.find((result) => result.server === server && result.row.column === column);
        return found === undefined ? "–" : shown(found.row, found.measured);
      }),
    ]),
  );
  return ["## Side by side", "", ...lines];
}

function details(results: readonly Result[]): readonly string[] {
  const head = [
    "measurement",
    "server",
    "result",
    "server CPU s/M",
    "generator CPU s/M",
    "server busy",
    "generator busy",
    "check",
  ];
  return table(
    head,
    results.map(({ server, row, measured }) => {
      const { serverCpuPerMillion, generatorCpuPerMillion, serverBusy, generatorBusy } =
        measured.faults.length > 0 ? {} : measured.figures;
      return [
        row.title,
        server,
        shown(row, measured),
        digits(serverCpuPerMillion),
        digits(generatorCpuPerMillion),
        percent(serverBusy),
        percent(generatorBusy),
        measured.faults.length > 0 ? `FAILED: ${measured.faults[0]}` : `ok${note(measured)}`,
      ];
    }),
  );
}

/** Compares each of our doors with each other server. */
function ratios(results: readonly Result[]): readonly string[] {
  const sound = results.filter(({ row, measured }) =>
    row.ratio !== undefined && measured.faults.length === 0
  );
  const mine = sound.filter(({ server }) => server.startsWith("chat"));
  const others = sound.filter(({ server }) => !server.startsWith("chat"));
  const lines = others.flatMap((other) =>
    mine.filter(({ row }) => row.title === other.row.title).map((own) => {
      const name = own.row.ratio ?? "";
      const ratio = (own.measured.figures[name] ?? NaN) / (other.measured.figures[name] ?? NaN);
      const cpu = (own.measured.figures.serverCpuPerMillion ?? NaN) /
        (other.measured.figures.serverCpuPerMillion ?? NaN);
      return [own.row.title, own.server, other.server, digits(ratio), digits(cpu)];
    })
  );
  if (lines.length === 0) return [];
  const head = [
    "measurement",
    "ours",
    "other",
    "deliveries/s, ours to theirs",
    "CPU a delivery, ours to theirs",
  ];
  return ["## Ratios", "", ...table(head, lines), ""];
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...lines.map(line)];
}

function shown(row: Row, { figures, faults }: MeasurementResult): string {
  return faults.length > 0 ? `FAILED (${faults[0]})` : row.show(figures);
}

/** Notes what limits the meaning of a figure. */
function note({ figures }: MeasurementResult): string {
  const { serverBusy, generatorBusy } = figures;
  if (serverBusy === undefined || generatorBusy === undefined) return "";
  if (generatorBusy > GENERATOR_BUSY) return " (the generator was the limit)";
  return generatorBusy > serverBusy ? " (the generator cost more than the server)" : "";
}

function digits(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "–" : value.toPrecision(3);
}

function percent(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "–" : `${Math.round(value * 100)} %`;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
