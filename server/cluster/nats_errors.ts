/// <reference types="./nats.d.ts" />

/**
 * What the errors of NATS mean for a cluster. Pure.
 *
 * @module
 */

import { JetStreamApiError } from "@nats-io/jetstream";

/** Codes of JetStream that say that there is no such stream or message. */
const NO_STREAM = 10_059;
const NO_MESSAGE = 10_037;

/** The code that says that another server has just made it. */
const NAME_IN_USE = 10_058;

/** Codes of JetStream that say that nobody has a message: no room, no memory, or it is too long. */
const NOT_TAKEN: readonly number[] = [10_023, 10_047, 10_054];

/** The code that says that the disk of the NATS server that answers has not taken it. */
const DISK_FAILED = 10_077;

/** Tells whether a message is surely not stored. Where several NATS servers keep the stream, what the disk of one does not take the others have. */
export function isNotStored(code: number, replicas: number): boolean {
  return NOT_TAKEN.includes(code) || (code === DISK_FAILED && replicas === 1);
}

/** Tells whether there is no such stream. */
export function isNoStream(error: unknown): boolean {
  return hasCode(error, NO_STREAM);
}

/** Tells whether there is no such message in the stream. */
export function isNoMessage(error: unknown): boolean {
  return hasCode(error, NO_MESSAGE);
}

/** Tells whether a stream was not made as another server has just made it. */
export function isNameInUse(error: unknown): boolean {
  return hasCode(error, NAME_IN_USE);
}

/** Tells whether an answer will be the same however often it is asked for: rights, or a stream that cannot be as it is wanted. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof JetStreamApiError) {
    return error.status === 400 || error.status === 403 || error.status === 500;
  }
  return error instanceof Error && error.name === "AuthorizationError";
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof JetStreamApiError && error.code === code;
}
