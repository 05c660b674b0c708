import { Duplex } from 'node:stream';

/** One client's line to the PGlite worker. */
export interface PgliteLink {
  send(bytes: Uint8Array): void;
  /** The client has gone: its open transaction is rolled back and its session state discarded. */
  detach(): void;
}

export interface PgliteLinkListener {
  onBytes(bytes: Uint8Array): void;
  onStopped(error: Error): void;
}

/**
 * What `pg` takes for its socket: bytes written go to the PGlite worker, bytes from the worker are read. It has the few methods
 * of `net.Socket` that pg 8 calls. Messages written while corked (Parse to Sync of one query) leave as one piece.
 */
export class PgliteStream extends Duplex {
  #link: PgliteLink | undefined;

  constructor(private readonly attach: (listener: PgliteLinkListener) => PgliteLink) {
    super();
  }

  /** Called by pg with port and host, which mean nothing here. */
  connect(): this {
    queueMicrotask(() => {
      if (this.destroyed) return;
      try {
        this.#link = this.attach({
          onBytes: (bytes) => this.push(bytes),
          onStopped: (error) => this.destroy(error),
        });
        this.emit('connect');
      } catch (error) {
        this.destroy(error as Error);
      }
    });
    return this;
  }

  override _read(): void {
    // The worker pushes; there is nothing to ask for.
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#link?.send(chunk);
    done();
  }

  override _writev(chunks: { chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this.#link?.send(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#link?.detach();
    this.#link = undefined;
    done(error);
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
