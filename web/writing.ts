/**
 * Owns what helps with writing: commands and what they do, lists of what can be chosen, completion, help.
 * Must not know the connection: it asks the session.
 * Called by `rest.ts`, which is loaded once somebody writes.
 * Closed with the document: nothing is left to do.
 *
 * @module
 */

export { InputHandler, type InputParts } from "./writing/commands.ts";
export { helpNodes } from "./writing/help.ts";
export { WritingHelper } from "./writing/helper.ts";
