/**
 * The part of NATS' client that is used, as its packages' own types are not found by Deno.
 */

declare module "@nats-io/nats-core" {
  export interface MsgHdrs {
    set(key: string, value: string): void;
  }
  export function headers(): MsgHdrs;
  export function createInbox(): string;
  export interface Msg {
    readonly subject: string;
    readonly data: Uint8Array;
    string(): string;
    respond(data: string | Uint8Array): boolean;
  }
  export interface NatsConnection {
    readonly info?: { readonly version: string };
    publish(
      subject: string,
      data?: string | Uint8Array,
      options?: { readonly reply: string; readonly headers: MsgHdrs },
    ): void;
    subscribe(
      subject: string,
      options: { callback(error: Error | null, message: Msg): void },
    ): { unsubscribe(): void };
    status(): AsyncIterable<{ readonly type: string }>;
    request(
      subject: string,
      data: string | Uint8Array,
      options: { readonly timeout: number },
    ): Promise<Msg>;
    close(): Promise<void>;
  }
  export function credsAuthenticator(creds: Uint8Array): unknown;
}

declare module "@nats-io/nats-core/internal" {
  import type { NatsConnection } from "@nats-io/nats-core";
  export interface Server {
    readonly hostname: string;
    readonly port: number;
    readonly tlsName: string;
  }
  export interface Transport extends AsyncIterable<Uint8Array> {
    readonly isClosed: boolean;
    readonly lang: string;
    readonly version: string;
    readonly closeError?: Error;
    connect(server: Server, options: unknown): Promise<void>;
    [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array>;
    isEncrypted(): boolean;
    send(frame: Uint8Array): void;
    close(error?: Error): Promise<void>;
    disconnect(): void;
    closed(): Promise<void | Error>;
    discard(): void;
  }
  export function setTransportFactory(config: { factory(): Transport }): void;
  export const NatsConnectionImpl: {
    connect(options: {
      readonly servers: readonly string[];
      readonly timeout: number;
      readonly reconnectTimeWait: number;
      readonly maxReconnectAttempts: number;
      readonly pingInterval: number;
      readonly maxPingOut: number;
      readonly name: string;
      readonly noAsyncTraces: boolean;
      readonly authenticator?: unknown;
    }): Promise<NatsConnection>;
  };
}

declare module "@nats-io/jetstream" {
  import type { NatsConnection } from "@nats-io/nats-core";
  export const DeliverPolicy: { readonly StartSequence: "by_start_sequence" };
  export class JetStreamApiError extends Error {
    readonly code: number;
    readonly status: number;
  }
  export interface StreamInfo {
    readonly config: {
      readonly metadata?: { readonly [key: string]: string };
      readonly num_replicas: number;
      /** In ns. */
      readonly max_age: number;
    };
    readonly state: {
      readonly first_seq: number;
      readonly last_seq: number;
      readonly messages: number;
      readonly bytes: number;
    };
    readonly cluster?: {
      readonly replicas?: readonly { readonly name: string; readonly current: boolean }[];
    };
  }
  export interface JetStreamManager {
    readonly streams: {
      info(name: string): Promise<StreamInfo>;
      add(config: { readonly [key: string]: unknown }): Promise<StreamInfo>;
      delete(name: string): Promise<boolean>;
      getMessage(
        name: string,
        query: { readonly seq: number },
      ): Promise<{ readonly data: Uint8Array } | null>;
    };
  }
  export interface JsMsg {
    readonly seq: number;
    readonly data: Uint8Array;
    readonly info: { readonly timestampNanos: number };
  }
  export interface ConsumerMessages {
    stop(): void;
    closed(): Promise<void | Error>;
    status(): AsyncIterable<{ readonly type: string }>;
  }
  export interface JetStreamClient {
    readonly consumers: {
      get(
        stream: string,
        options: { readonly deliver_policy: string; readonly opt_start_seq: number },
      ): Promise<{
        consume(options: {
          readonly max_messages: number;
          readonly idle_heartbeat: number;
          readonly expires: number;
          callback(message: JsMsg): void;
        }): Promise<ConsumerMessages>;
      }>;
    };
  }
  export function jetstream(
    connection: NatsConnection,
    options: { readonly timeout: number },
  ): JetStreamClient;
  export function jetstreamManager(
    connection: NatsConnection,
    options: { readonly timeout: number },
  ): Promise<JetStreamManager>;
}
