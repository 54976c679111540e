/**
 * The exit codes, as `--help` explains them.
 *
 * @module
 */

/** What a program tells the one that started it. A client's other codes come from `client.ts`. */
export const ExitCode = { ok: 0, internal: 1, usage: 2, unreachable: 3, refused: 4, data: 6 } as const;
