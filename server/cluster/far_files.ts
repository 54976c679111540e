/**
 * Files between servers, beside the stream: their bytes are asked of one that has them, a piece at a time; and what comes of an
 * upload to another server than the one that has it is passed on to that one.
 *
 * @module
 */

import { type Fields, isCount, isText, isTexts } from "../../protocol/fields.ts";
import type { Files, FileSource, PassedAnswer, PassedRequest, UploadRelay } from "../store/files.ts";
import { pack, type Parcel, SeenParcels, unpack } from "./parcel.ts";
import type { ClusterState } from "./state.ts";
import type { TurnStream } from "./stream.ts";

/** How much is asked for at once, in bytes: turns share the connection. NATS takes 1 MiB as one message. */
const PIECE = 128 * 1024;

/** How often a piece is asked for where no answer comes. */
const TRIES = 2;

const NOTHING = new Uint8Array();

/** What one server asks of the others' files, and answers of its own. */
export class FarFiles implements FileSource, UploadRelay {
  /** The files that are here. */
  files: Pick<Files, "open"> | undefined;
  answer: ((request: PassedRequest) => Promise<PassedAnswer>) | undefined;
  readonly #stream: Pick<TurnStream, "pass" | "onPass">;
  readonly #state: Pick<ClusterState, "sources">;
  readonly #secret: Uint8Array;
  readonly #epoch: () => number;
  readonly #seen = new SeenParcels();
  #count = 0;
  /** One piece is read at a time: others are to have their turn. */
  #last: Promise<unknown> = Promise.resolve();
  #stopAnswering = (): void => {};

  /** @param secret What only servers of the cluster know. @param epoch Gives the epoch of this one. */
  constructor(
    stream: Pick<TurnStream, "pass" | "onPass">,
    state: Pick<ClusterState, "sources">,
    secret: Uint8Array,
    epoch: () => number,
  ) {
    this.#stream = stream;
    this.#state = state;
    this.#secret = secret;
    this.#epoch = epoch;
  }

  /** Answers what others ask of this server in this epoch alone. */
  begin(epoch: number): void {
    this.#stopAnswering();
    this.#stopAnswering = this.#stream.onPass(epoch, (bytes) => {
      const parcel = unpack(this.#secret, epoch, bytes);
      // Whoever asks is no server of the cluster, or sends again what one of them has sent.
      if (parcel === undefined || !this.#isNew(parcel.fields)) return Promise.resolve(NOTHING);
      if (parcel.fields.upload !== undefined) return this.#answerUpload(epoch, parcel);
      const answer = this.#last.then(() => this.#piece(parcel.fields));
      this.#last = answer;
      return answer;
    });
  }

  get prefix(): string {
    return `${this.#epoch()}-`;
  }

  isElsewhere(upload: string): boolean {
    const epoch = epochOf(upload);
    return epoch !== this.#epoch() && this.#state.sources.get(epoch)?.isGone === false;
  }

  async passOn({ upload, method, offset, bytes }: PassedRequest): Promise<PassedAnswer | undefined> {
    const to = epochOf(upload);
    const fields = this.#numbered({ upload, method, offset });
    const answer = await this.#stream.pass(to, pack(this.#secret, to, fields, bytes));
    const parcel = answer && unpack(this.#secret, to, answer);
    return parcel !== undefined && parcel.fields.re === fields.no ? answerIn(parcel) : undefined;
  }

  /** Names the other servers that are up, by chance: all are to have the same to do. */
  holders(): readonly number[] {
    return [...this.#state.sources.values()]
      .filter(({ epoch, isGone }) => !isGone && epoch !== this.#epoch())
      .map(({ epoch }) => ({ epoch, place: Math.random() }))
      .sort((one, other) => one.place - other.place)
      .map(({ epoch }) => epoch);
  }

  async read(holder: number, sha256: string, at: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
      const parcel = pack(this.#secret, holder, this.#numbered({ sha256, at }));
      const bytes = await this.#stream.pass(holder, parcel);
      if (bytes !== undefined) return bytes.length === 0 ? undefined : bytes;
    }
    return undefined;
  }

  /** Adds to a parcel by what it is known again. */
  #numbered(fields: Fields): Fields {
    return { ...fields, from: this.#epoch(), no: ++this.#count };
  }

  /** Tells whether a parcel is from a server that is up, and did not come before. */
  #isNew({ from, no }: Fields): boolean {
    return isCount(from) && isCount(no) && this.#state.sources.get(from)?.isGone === false &&
      this.#seen.note(from, no);
  }

  async #answerUpload(
    epoch: number,
    { fields: { upload, method, offset, no: re }, bytes }: Parcel,
  ): Promise<Uint8Array> {
    if (!isText(upload) || !isText(method) || !isCount(offset)) return NOTHING;
    const answer = await this.answer?.({ upload, method, offset, bytes });
    if (answer === undefined) return NOTHING;
    const { status, headers, body } = answer;
    return pack(this.#secret, epoch, { status, headers, re }, new Uint8Array(body));
  }

  /** Gives bytes of a file; none where it is not here. */
  async #piece({ sha256, at }: Fields): Promise<Uint8Array> {
    if (!isText(sha256) || !/^[\da-f]{64}$/.test(sha256) || !isCount(at)) return NOTHING;
    try {
      using file = await this.files?.open({ sha256 });
      if (file === undefined) return NOTHING;
      await file.seek(at, Deno.SeekMode.Start);
      return await readFrom(file);
    } catch {
      return NOTHING; // It is not here.
    }
  }
}

async function readFrom(file: Deno.FsFile): Promise<Uint8Array> {
  const piece = new Uint8Array(PIECE);
  let end = 0;
  while (end < piece.length) {
    const count = await file.read(piece.subarray(end));
    if (count === null) break;
    end += count;
  }
  return piece.subarray(0, end);
}

/** Tells which server has an upload, by what it is found by. */
function epochOf(upload: string): number {
  return Number(/^(\d{1,15})-/.exec(upload)?.[1] ?? 0);
}

function answerIn({ fields: { status, headers }, bytes: body }: Parcel): PassedAnswer | undefined {
  if (!isCount(status) || !Array.isArray(headers)) return undefined;
  const pairs = headers.flatMap((pair: unknown) => {
    if (!isTexts(pair)) return [];
    const [name = "", value = ""] = pair;
    return [[name, value] as const];
  });
  return { status, headers: pairs, body };
}
