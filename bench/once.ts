/**
 * Taking a measurement that is no row of the table: what it gives is one all the same, also where it fails.
 *
 * @module
 */

import type { Figures, MeasurementResult } from "./measurement.ts";
import type { Result } from "./report.ts";
import type { Row } from "./rows.ts";
import type { ServerKind } from "./servers.ts";

/** Runs a measurement of a server once; what it throws is its only fault. */
export async function takeOnce(
  kind: ServerKind,
  measurement: Row["measurement"],
  title: string,
  show: Row["show"],
  run: () => Promise<Figures>,
): Promise<Result> {
  const measured = await run().then(
    (figures): MeasurementResult => ({ figures, faults: [] }),
    (error): MeasurementResult => ({
      figures: {},
      faults: [error instanceof Error ? error.message : String(error)],
    }),
  );
  return {
    server: kind.name,
    row: { measurement, title, settings: {}, ofPeers: false, show },
    measured,
  };
}
