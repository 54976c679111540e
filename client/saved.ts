/**
 * What an earlier run of ours left on this machine, and the file that keeps what this one would leave.
 * Must not know connections or screens: it stores what a conversation hands it.
 * Called by the session.
 * Closed by `SavedSession.close`: the file is let go of, and removed when the member has left and nothing unsent is in it.
 *
 * @module
 */

export { SavedSession } from "./saved/session.ts";
