// What the tests use of the npm package ws, which brings no types. Here and not in std.d.ts, which is part of the program, so that
// the program does not need the package.

export class WebSocket {
  static readonly OPEN: number;
  readonly readyState: number;
  constructor(url: string, options: {
    readonly headers: Readonly<Record<string, string>>;
    readonly perMessageDeflate: boolean;
  });
  on(event: "message" | "pong", listener: (data: unknown) => void): void;
  on(event: "close", listener: (code: number) => void): void;
  on(event: "error" | "open", listener: () => void): void;
  on(
    event: "unexpected-response",
    listener: (request: { destroy(): void }, response: { readonly statusCode: number }) => void,
  ): void;
  send(data: string | Uint8Array, options: { readonly fin: boolean; readonly binary: boolean }): void;
  ping(data: string): void;
  close(code?: number): void;
  terminate(): void;
}
