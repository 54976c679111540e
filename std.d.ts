// The npm package that carries @std here has no types: these are the few functions that this project uses.
// On JSR the same names bring their own types, and this file can go.

declare module "@std/assert" {
  export function assert(expr: unknown, msg?: string): asserts expr;
  export function assertEquals<T>(actual: T, expected: T, msg?: string): void;
  export function assertThrows<E extends Error>(
    fn: () => unknown,
    ErrorClass: new (...args: never[]) => E,
    msgIncludes?: string,
  ): E;
  export function assertRejects<E extends Error>(
    fn: () => PromiseLike<unknown>,
    ErrorClass: new (...args: never[]) => E,
    msgIncludes?: string,
  ): Promise<E>;
}
declare module "@std/fmt/colors" {
  export function bold(str: string): string;
  export function dim(str: string): string;
  export function inverse(str: string): string;
  export function red(str: string): string;
  export function rgb8(str: string, color: number): string;
  export function underline(str: string): string;
}
declare module "@std/cli/parse-args" {
  export function parseArgs(args: readonly string[], options: {
    readonly string?: readonly string[];
    readonly boolean?: readonly string[];
    readonly alias?: { readonly [letter: string]: string };
    readonly stopEarly?: boolean;
    readonly unknown?: (arg: string, key?: string) => boolean;
  }): { readonly _: readonly string[]; readonly [name: string]: unknown };
}
