/**
 * How an operator on the server's machine speaks with a server that runs: it is asked how it is, and told to read its
 * configuration again.
 *
 * Owns: the file that says where a server runs and how it is known, the proofs of both ends, and what is asked and answered.
 * Must not know: how a server does what it is asked, or by which door it was.
 * Called by: the door for operators, the wiring (the file), and `main` (asking).
 * On close: the file is removed where it may be; one that is left behind says nothing, as nobody answers with its key.
 *
 * @module
 */

export { type AskedFor, askServer, type ControlReply } from "./control/ask.ts";
export {
  CONTROL_WORD,
  type ControlCommand,
  isProof,
  newNonce,
  parseOpening,
  parseOrder,
  proofOf,
} from "./control/dialogue.ts";
export {
  readRunFile,
  removeRunFile,
  type RunFacts,
  runFileOf,
  runFilesOf,
  writeRunFile,
} from "./control/run_file.ts";
export { parseReload, type ReloadOutcome } from "./control/reload.ts";
export { parseStatus, type ServerStatus } from "./control/status.ts";
