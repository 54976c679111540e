/**
 * How much an operator should care about an event, as a log line tells a program. Pure.
 *
 * @module
 */

import type { LogEvent } from "./events.ts";

/** The levels, by their names in OpenTelemetry in lower case: what goes on, what somebody may want to do something about, a failure of ours. */
export type LogLevel = "info" | "warn" | "error";

/** The events that are more than what goes on. */
const LEVELS: Partial<Readonly<Record<LogEvent["event"], LogLevel>>> = {
  "failed": "error",
  "no-descriptors": "error",
  "background-ended": "warn",
  "cluster-trouble": "warn",
  "certificate-refused": "warn",
  "identity-awaited": "warn",
  "identity-not-kept": "warn",
  "index-rebuilding": "warn",
  "login-failed": "warn",
  "proxy-not-trusted": "warn",
  "proxy-unreadable": "warn",
  "refused": "warn",
  "reload-refused": "warn",
  "request-refused": "warn",
  "run-file-failed": "warn",
  "unknown-host": "warn",
};

/** Tells the level of an event. */
export function levelOf({ event }: LogEvent): LogLevel {
  return LEVELS[event] ?? "info";
}
