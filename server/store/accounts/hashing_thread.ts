/**
 * The thread that hashes passwords: it does one after the other, until it is ended.
 *
 * @module
 */

/// <reference lib="deno.worker" />

import { giveWay } from "../../machine/priority.ts";
import { hashNow, type HashOrder } from "./scrypt.ts";

giveWay();

self.onmessage = ({ data: { password, salt, cost } }: MessageEvent<HashOrder>) =>
  self.postMessage(hashNow(password, salt, cost));
