/**
 * Runs what must not end the server when it has a fault.
 *
 * @module
 */

/** Runs something whose faults are told, and end nothing. */
export function guard(run: () => void, onFault: (fault: unknown) => void): void {
  try {
    run();
  } catch (fault) {
    onFault(fault);
  }
}
