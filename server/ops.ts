/**
 * What an operator relies on while the server runs.
 *
 * Owns: the periodic upkeep of the log (the heartbeat of the server in it, and retention), the clock by which things end, and
 * how long turns take.
 * Must not know: connections, rooms, commands or doors.
 * Called by: the wiring.
 * On close: nothing; it holds no timer and no file, its caller decides when it runs.
 *
 * @module
 */

export { Activity, type Counts } from "./ops/activity.ts";
export { metricsText } from "./ops/metrics.ts";
export { CannotMeasure, type MetricsEndpoint, serveMetrics } from "./ops/metrics_endpoint.ts";
export { diskOf, type FileSystemKind, fileSystemOf } from "./ops/data_reading.ts";
export { Instruments, type ReadingSources } from "./ops/instruments.ts";
export { type Clocks, ExpiryClock } from "./ops/expiry.ts";
export { Housekeeper } from "./ops/housekeeping.ts";
export { Ending, type EndingThings } from "./ops/ending.ts";
export {
  type Census,
  type DataReading,
  type DiskReading,
  type ServerReading,
  statusOf,
} from "./ops/reading.ts";
export { GarbageSampler } from "./ops/garbage.ts";
export {
  type PhaseLengths,
  TURN_PHASES,
  TurnLengths,
  type TurnPhase,
  type TurnReading,
} from "./ops/turn_lengths.ts";
