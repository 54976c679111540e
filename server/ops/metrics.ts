/**
 * The metrics of a server, for Prometheus and what understands its text. No label is the name of a person or of a room. Pure.
 *
 * @module
 */

import type { ServerReading } from "./reading.ts";
import { TURN_PHASES, type TurnPhase } from "./turn_lengths.ts";

/** The two texts: Prometheus' own (0.0.4), and OpenMetrics (1.0.0), which has a type for facts and an end. */
export type MetricsFormat = "prometheus" | "openmetrics";

/** A value with its labels, and what stands behind the metric's name, where that is not its type's. */
type Sample = readonly [
  labels: Readonly<Record<string, string>>,
  value: number,
  suffix?: "_bucket" | "_count" | "_sum",
];

/** One metric. The name of a counter is without its `_total`, that of facts without `_info`. */
interface Family {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "info";
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** The ends of the buckets of all histograms, in seconds. */
const BOUNDS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5] as const;

/** What is told of the lengths of a phase in the last minutes. */
const STATS = ["p50", "p99", "longest"] as const;

const HELP_OF: Readonly<Record<TurnPhase, string>> = {
  turn: "How long a turn took: storing, encoding and handing over to the system.",
  commit: "How long a turn took to be stored and acknowledged.",
  encode: "How long a turn took to be encoded and offered to its readers.",
  write: "How long a turn took to be handed over to the system.",
  garbage: "How long a collection of garbage took, of a sample of them.",
};

/** Makes the text of all metrics; ends with a newline. */
export function metricsText(reading: ServerReading, format: MetricsFormat): string {
  const families = [...facts(reading), ...gauges(reading), ...counters(reading), ...lengths(reading)];
  const text = families.map((family) => familyText(family, format)).join("");
  return format === "openmetrics" ? `${text}# EOF\n` : text;
}

function facts({ version, startedAt, residentBytes }: ServerReading): readonly Family[] {
  return [
    {
      name: "chat_build",
      type: "info",
      help: "The version of chat.",
      samples: [[{ version }, 1]],
    },
    gauge(
      "process_start_time_seconds",
      "When the server was started, in seconds since 1970.",
      startedAt / 1000,
    ),
    gauge("process_resident_memory_bytes", "The memory of the server's process.", residentBytes),
  ];
}

function gauges(reading: ServerReading): readonly Family[] {
  const { connections, members, rooms, outboxBytes, lateness, canStore, data, index, recent } = reading;
  return [
    gauge("chat_accepts_messages", "1 while messages can be kept, else 0.", canStore ? 1 : 0),
    labelled("chat_connections", "gauge", "Connections by their door.", "door", connections),
    gauge("chat_members", "Persons who are in.", members),
    gauge("chat_rooms", "Rooms that there are.", rooms),
    gauge("chat_outbox_bytes", "Bytes that members have not read yet.", outboxBytes),
    gauge(
      "chat_event_loop_lag_seconds",
      "The longest that the room's thread came too late in the last one to two minutes.",
      lateness / 1000,
    ),
    {
      name: "chat_turn_recent_seconds",
      type: "gauge",
      help: "The lengths of the phases of turns in the last one to two minutes.",
      samples: TURN_PHASES.flatMap((phase) =>
        STATS.map((stat): Sample => [{ phase, stat }, recent[phase][stat] / 1000])
      ),
    },
    ...(data === undefined ? [] : [gauge("chat_database_bytes", "The size of the log.", data.bytes)]),
    ...(data?.disk === undefined ? [] : [
      gauge("chat_disk_free_bytes", "What is free on the disk of the log.", data.disk.free),
      gauge("chat_disk_size_bytes", "The size of the disk of the log.", data.disk.size),
    ]),
    ...(index === undefined ? [] : [
      gauge(
        "chat_index_lag_messages",
        "Stored messages that are not in the index yet: finding them takes longer.",
        index.lag,
      ),
      gauge("chat_background_up", "1 while the thread beside the room's is there.", index.isUp ? 1 : 0),
    ]),
  ];
}

function counters(reading: ServerReading): readonly Family[] {
  const { stored, refused, dropped, turnedAway, failed, linesDropped, index } = reading;
  const counter = (name: string, help: string, value: number): Family => (
    { name, type: "counter", help, samples: [[{}, value]] }
  );
  return [
    counter("chat_messages_stored", "Messages that were stored.", stored),
    labelled(
      "chat_messages_refused",
      "counter",
      "What members asked for and were refused, messages above all, by the code of the error.",
      "reason",
      refused,
    ),
    labelled(
      "chat_members_dropped",
      "counter",
      "Members who did not leave by themselves.",
      "reason",
      dropped,
    ),
    labelled(
      "chat_connections_refused",
      "counter",
      "Connections that could not stay, by the code of the error.",
      "reason",
      turnedAway,
    ),
    labelled("chat_failures", "counter", "Failures that the log tells of.", "what", failed),
    counter("chat_log_lines_dropped", "Log lines that nobody read in time.", linesDropped),
    ...(index === undefined ? [] : [
      counter(
        "chat_background_restarts",
        "How often the thread beside the room's was begun again.",
        index.restarts,
      ),
    ]),
  ];
}

function lengths({ sinceStart, cumulative }: ServerReading): readonly Family[] {
  return TURN_PHASES.map((phase) => {
    const { count, sum } = sinceStart[phase];
    const below = cumulative(phase, BOUNDS.map((seconds) => seconds * 1000));
    const buckets = BOUNDS.map((bound, i): Sample => [{ le: String(bound) }, below[i] ?? 0, "_bucket"]);
    return {
      name: `chat_${phase}_duration_seconds`,
      type: "histogram",
      help: HELP_OF[phase],
      samples: [
        ...buckets,
        [{ le: "+Inf" }, count, "_bucket"],
        [{}, sum / 1000, "_sum"],
        [{}, count, "_count"],
      ],
    };
  });
}

function gauge(name: string, help: string, value: number): Family {
  return { name, type: "gauge", help, samples: [[{}, value]] };
}

function labelled(
  name: string,
  type: "gauge" | "counter",
  help: string,
  label: string,
  counts: ReadonlyMap<string, number>,
): Family {
  return { name, type, help, samples: [...counts].map(([word, count]) => [{ [label]: word }, count]) };
}

/** What stands behind the name of a metric in each of its samples. */
const SUFFIX = { counter: "_total", info: "_info", gauge: "", histogram: "" } as const;

function familyText({ name, type, help, samples }: Family, format: MetricsFormat): string {
  const suffix = SUFFIX[type];
  const isOpen = format === "openmetrics";
  // Prometheus' own text has no type for facts, and its name of a counter is that of the samples.
  const family = isOpen ? name : `${name}${suffix}`;
  const shownType = type === "info" && !isOpen ? "gauge" : type;
  const lines = samples.map((sample) => sampleText(`${name}${sample[2] ?? suffix}`, sample));
  return [`# HELP ${family} ${help}`, `# TYPE ${family} ${shownType}`, ...lines, ""].join("\n");
}

function sampleText(name: string, [labels, value]: Sample): string {
  const shown = Object.entries(labels).map(([label, word]) => `${label}="${escape(word)}"`);
  return `${name}${shown.length === 0 ? "" : `{${shown.join(",")}}`} ${value}`;
}

function escape(word: string): string {
  return word.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
