/**
 * TLS for a port of which nobody wants any.
 *
 * @module
 */

import type { Tls } from "../../net/tls.ts";

/** Shakes no hands. */
export const noTls: Tls = {
  secure: () => Promise.reject(new Error("no hands are shaken in this test")),
  change: () => {},
  close: () => {},
};
