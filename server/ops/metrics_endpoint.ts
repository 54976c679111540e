/**
 * Serves the metrics over HTTP, on an address of its own: so nobody reads them through a proxy by mistake.
 *
 * @module
 */

import { type MetricsFormat, metricsText } from "./metrics.ts";
import type { ServerReading } from "./reading.ts";

/** The types of the two texts (the exposition formats of Prometheus and of OpenMetrics). */
const TYPES: Readonly<Record<MetricsFormat, string>> = {
  prometheus: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

/** The metrics cannot be served there; the message is what the system said. */
export class CannotMeasure extends Error {
  /** The name of the error. */
  override readonly name = "CannotMeasure";
}

/** The place where metrics are served. */
export interface MetricsEndpoint {
  readonly hostname: string;
  readonly port: number;
  /** Stops; who is being answered is not waited for. */
  close(): Promise<void>;
}

/**
 * Serves the metrics at `/metrics` of an address.
 *
 * @param read Reads the server at this moment.
 * @throws {CannotMeasure} When the address cannot be had.
 */
export function serveMetrics(
  { hostname, port }: { readonly hostname: string; readonly port: number },
  read: () => ServerReading,
): MetricsEndpoint {
  const abort = new AbortController();
  const server = open(hostname, port, abort.signal, (request) => answer(request, read));
  return {
    hostname: server.addr.hostname,
    port: server.addr.port,
    close: async () => {
      abort.abort();
      await server.finished;
    },
  };
}

function open(
  hostname: string,
  port: number,
  signal: AbortSignal,
  handler: (request: Request) => Response,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname, port, signal, onListen: () => {} }, handler);
  } catch (error) {
    throw new CannotMeasure(error instanceof Error ? error.message : String(error));
  }
}

/** Answers a request. `Accept` decides between the two texts, as Prometheus asks for both by it. */
function answer(request: Request, read: () => ServerReading): Response {
  const { pathname } = new URL(request.url);
  if (pathname !== "/metrics") return new Response("Metrics are at /metrics.\n", { status: 404 });
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("Metrics can only be read.\n", { status: 405, headers: { Allow: "GET, HEAD" } });
  }
  const isOpen = request.headers.get("accept")?.includes("application/openmetrics-text") === true;
  const format = isOpen ? "openmetrics" : "prometheus";
  return new Response(metricsText(read(), format), { headers: { "Content-Type": TYPES[format] } });
}
