import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assertRecordingOptions, type RecordingOptions } from './recording-options.js';

const DATA = '.sigmf-data';
const META = '.sigmf-meta';

/** The recordings of one site, and the room that they take. Nothing else in the folder is touched. */
export class RecordingFolder {
  /** Names of those that are being written. */
  private readonly open = new Set<string>();
  private last: Promise<unknown> = Promise.resolve();

  /** Throws RecordingOptionsError. */
  constructor(
    readonly path: string,
    readonly options: RecordingOptions,
  ) {
    assertRecordingOptions(options);
  }

  /** Makes room for one more of this name, by deleting the oldest; the octets that it may have. Rejects with what the disk says. */
  reserve(name: string): Promise<number> {
    return this.alone(async () => {
      this.open.add(name);
      try {
        return await this.makeRoom();
      } catch (error) {
        this.open.delete(name);
        throw error;
      }
    });
  }

  /** It is written to its end. */
  release(name: string): void {
    this.open.delete(name);
  }

  pathsOf(name: string): { readonly data: string; readonly meta: string } {
    return { data: join(this.path, `${name}${DATA}`), meta: join(this.path, `${name}${META}`) };
  }

  private async makeRoom(): Promise<number> {
    const { mostOctets, mostOctetsPerPass } = this.options;
    await mkdir(this.path, { recursive: true });
    const kept = await this.finished();
    let octets = kept.reduce((sum, one) => sum + one.octets, 0);
    const room = mostOctets - (this.open.size - 1) * mostOctetsPerPass;
    for (const { name, octets: gone } of kept) {
      if (octets + mostOctetsPerPass <= room) break;
      const { data, meta } = this.pathsOf(name);
      await rm(data, { force: true });
      await rm(meta, { force: true });
      octets -= gone;
    }
    return Math.max(0, Math.min(mostOctetsPerPass, room - octets));
  }

  /** Not those in progress; the oldest first. */
  private async finished(): Promise<readonly { name: string; octets: number }[]> {
    const files = (await readdir(this.path)).filter((file) => file.endsWith(DATA) || file.endsWith(META));
    const names = new Set(files.map((file) => file.slice(0, -DATA.length)));
    const found: { name: string; octets: number; since: number }[] = [];
    for (const name of names) {
      if (this.open.has(name)) continue;
      const { data, meta } = this.pathsOf(name);
      const sizes = await Promise.all([data, meta].map((file) => stat(file).catch(() => undefined)));
      const since = Math.min(...sizes.map((one) => one?.mtimeMs ?? Infinity));
      found.push({ name, octets: sizes.reduce((sum, one) => sum + (one?.size ?? 0), 0), since });
    }
    return found.sort((a, b) => a.since - b.since);
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }
}
