/**
 * What somebody types: what a line means, what it is read in the light of, and what can be completed in it.
 * Must not know a screen, a file, a socket or a clock: who asks does what follows from a line.
 * Called by the terminal, the pipe, the script commands, and by what the page loads once somebody writes a command.
 * There is nothing to close: everything here is pure.
 *
 * @module
 */

export {
  type LineContext,
  type LineOutcome,
  parseJsonLine,
  parseLine,
  type SubmittedLine,
  type ViewCommand,
} from "./typing/actions.ts";
export {
  choiceLabel,
  complete,
  completeShared,
  completesRoom,
  type Completion,
  type CompletionContext,
  type OwnName,
  type SentAs,
  sentAs,
  type SharedCompletion,
  type Vocabulary,
} from "./typing/completion.ts";
export { asTyped, lineContext } from "./typing/line_context.ts";
export { buildVocabulary, type VocabularySources } from "./typing/vocabulary.ts";
