/**
 * How a server is, as it tells its operator: `chat status --json` prints this. Nothing in it was said by anybody. Pure.
 *
 * @module
 */

import { isCount, isFields, isText, parseObject } from "../../../protocol/fields.ts";

/** How a server is. Times in it are in ISO 8601, sizes in bytes; what is added later does not change `v`. */
export interface ServerStatus {
  /** The version of this answer. */
  readonly v: 1;
  /** The version of `chat`. */
  readonly version: string;
  /** The number of its process. */
  readonly pid: number;
  /** Since when it runs. */
  readonly since: string;
  /** What it is called. */
  readonly title: string;
  /** Where it listens. */
  readonly address: string;
  /** The key that it shows. */
  readonly fingerprint: string;
  /** Whether messages can be kept. */
  readonly takesMessages: boolean;
  /** When a message was last stored, if one was since the start. */
  readonly lastStored?: string;
  /** The connections by the door that they came by; `none` for those that have not shown it. */
  readonly connections: { readonly [door: string]: number };
  /** The persons who are in. */
  readonly members: number;
  /** The rooms that there are. */
  readonly rooms: number;
  /** The bytes that wait to be read by members. */
  readonly outboxBytes: number;
  /** The messages that were stored since the start. */
  readonly messagesStored: number;
  /** The lengths of turns in the last minute or two, in ms. */
  readonly turns: { readonly p50: number; readonly p99: number; readonly longest: number };
  /** The file that the rooms are kept in; not of a server that keeps nothing. */
  readonly data?: { readonly path: string; readonly bytes: number; readonly freeBytes?: number };
  /** How far the index is behind, whether the thread that makes it is up, and how often it was begun again. */
  readonly index?: { readonly lag: number; readonly isUp: boolean; readonly restarts: number };
  /** The log lines that nobody read in time. */
  readonly logLinesDropped: number;
}

/** Reads the answer of a server; `undefined` when it is none that this version knows. */
export function parseStatus(text: string): ServerStatus | undefined {
  const fields = parseObject(text) ?? {};
  return isStatus(fields) ? fields : undefined;
}

function isStatus(value: object): value is ServerStatus {
  const { v, version, since, title, address, fingerprint, lastStored, ...rest } = fieldsOf(value);
  const { connections, turns, data, index, takesMessages, ...numbers } = rest;
  const texts = [
    version,
    since,
    title,
    address,
    fingerprint,
    ...(lastStored === undefined ? [] : [lastStored]),
  ];
  const counts = [numbers.pid, numbers.members, numbers.rooms, numbers.outboxBytes, numbers.messagesStored];
  const { p50, p99, longest } = fieldsOf(turns);
  return v === 1 && texts.every(isText) && typeof takesMessages === "boolean" &&
    [...counts, numbers.logLinesDropped, ...Object.values(fieldsOf(connections))].every(isCount) &&
    [p50, p99, longest].every((one) => typeof one === "number") &&
    (data === undefined || isText(fieldsOf(data).path) && isCount(fieldsOf(data).bytes)) &&
    (index === undefined || isCount(fieldsOf(index).lag) && isCount(fieldsOf(index).restarts));
}

function fieldsOf(value: unknown): { readonly [name: string]: unknown } {
  return isFields(value) ? value : {};
}
