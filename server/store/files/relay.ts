/**
 * Requests about uploads that came to another server than the one that has them, as from behind a balancer. Types only.
 *
 * @module
 */

/** A request about an upload, with a part of its bytes. */
export interface PassedRequest {
  /** By what the upload is found. */
  readonly upload: string;
  readonly method: string;
  /** From which byte on it says that its bytes are. */
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the server answers that has the upload. */
export interface PassedAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** Passes requests to the servers that have uploads, and answers those of others. */
export interface UploadRelay {
  /** What those begin with by which this server's uploads are found. */
  readonly prefix: string;
  /** Answers what others pass to this server. */
  answer: ((request: PassedRequest) => Promise<PassedAnswer>) | undefined;
  /** Tells whether another server that is up has an upload, as far as can be told from what it is found by. */
  isElsewhere(upload: string): boolean;
  /** Passes a request on; nothing when no answer comes: it may have been carried out. */
  passOn(request: PassedRequest): Promise<PassedAnswer | undefined>;
}
