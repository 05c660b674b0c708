import { type FileHandle, open } from 'node:fs/promises';

/** What writes octets in order and may take its time. */
export interface OctetSink {
  write(octets: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export async function fileSink(path: string): Promise<OctetSink> {
  const file: FileHandle = await open(path, 'wx');
  return {
    write: async (octets) => {
      // A write may take less than it was given.
      for (let at = 0; at < octets.length;) at += (await file.write(octets, at)).bytesWritten;
    },
    close: () => file.close(),
  };
}

/** A queue before a sink: whoever puts octets in never waits; what does not fit is not taken. */
export class SampleWriter {
  /** Why nothing more is written; undefined while all is well. */
  failure: string | undefined;
  /** Octets that the sink has taken. */
  written = 0;
  private readonly queue: Uint8Array[] = [];
  private queued = 0;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly sink: OctetSink,
    private readonly mostQueued: number,
  ) {}

  /** Whether it was taken. */
  put(octets: Uint8Array): boolean {
    if (this.failure !== undefined || this.queued + octets.length > this.mostQueued) return false;
    this.queue.push(octets);
    this.queued += octets.length;
    this.writing ??= this.writeAll();
    return true;
  }

  /** Resolves when what was taken is written, or nothing can be. */
  async close(): Promise<void> {
    await this.writing;
    await this.sink.close().catch((error: unknown) => this.fail(error));
  }

  private async writeAll(): Promise<void> {
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      try {
        await this.sink.write(next);
        this.written += next.length;
      } catch (error) {
        this.fail(error);
        this.queue.length = 0;
        this.queued = next.length;
      }
      this.queued -= next.length;
    }
    this.writing = undefined;
  }

  private fail(error: unknown): void {
    this.failure ??= error instanceof Error ? error.message : String(error);
  }
}
