import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { acquirePidLock, type PidLock } from '../locks/pid-lock.js';
import { FrameLogClosedError, StreamNameError } from './frame-log.errors.js';
import { type FrameLog, FrameLogs } from './frame-log.port.js';
import { type OpenSegmentFile, openSegmentFile } from './segment-file.js';
import { type FrameLogEvent, SegmentLog, type SegmentLogOptions } from './segment-log.js';
import { readStreamMeta } from './stream-meta.js';

export interface LocalFrameLogsOptions {
  readonly onEvent: (event: FrameLogEvent) => void;
  /** Default 64 MiB. */
  readonly segmentBytes?: number;
  /** Default 4 096 records. */
  readonly idWindow?: number;
  /** How segment files are opened for writing; a test counts and fails here. */
  readonly openFile?: OpenSegmentFile;
}

const streamName = /^(?=.{1,200}$)[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/** Frame logs in a local folder, one folder for each stream. One process at a time: a lock file says which. */
export class LocalFrameLogs extends FrameLogs {
  private readonly logs = new Map<string, Promise<SegmentLog>>();
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly root: string,
    private readonly lock: PidLock,
    private readonly options: SegmentLogOptions,
  ) {
    super();
  }

  /**
   * @param root a folder for these logs alone; made if it does not exist
   * @throws LockedError while another process, or another object in this one, has it open
   */
  static async openRoot(root: string, options: LocalFrameLogsOptions): Promise<LocalFrameLogs> {
    await mkdir(root, { recursive: true });
    const file = join(root, 'lock');
    const lock = await acquirePidLock(file);
    if (lock.takenFrom !== undefined) options.onEvent({ kind: 'lock-taken-over', file, pid: lock.takenFrom });
    return new LocalFrameLogs(root, lock, {
      onEvent: options.onEvent,
      segmentBytes: options.segmentBytes ?? 64 * 1024 * 1024,
      idWindow: options.idWindow ?? 4096,
      openFile: options.openFile ?? openSegmentFile,
    });
  }

  open(name: string): Promise<FrameLog> {
    if (!streamName.test(name)) return Promise.reject(new StreamNameError(name));
    if (this.closing !== undefined) return Promise.reject(new FrameLogClosedError(name));
    const before = this.logs.get(name) ?? Promise.resolve(undefined);
    const log = before.catch(() => undefined).then((existing) => this.reuseOrOpen(name, existing));
    this.logs.set(name, log);
    return log;
  }

  async list(): Promise<string[]> {
    const entries = await readdir(this.root, { withFileTypes: true });
    const metas = entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => readStreamMeta(join(this.root, name)));
    return (await Promise.all(metas)).flatMap((meta) => (meta === undefined ? [] : [meta.name])).sort();
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async reuseOrOpen(name: string, existing: SegmentLog | undefined): Promise<SegmentLog> {
    if (existing !== undefined && !existing.closed && !existing.failed) return existing;
    await existing?.close().catch(() => undefined); // whoever closed it, or wrote to it, has the error
    return SegmentLog.open(name, join(this.root, name), this.options);
  }

  private async finish(): Promise<void> {
    const opened = (await Promise.allSettled(this.logs.values())).flatMap((log) =>
      log.status === 'fulfilled' ? [log.value] : [],
    );
    try {
      await Promise.all(opened.map((log) => log.close()));
    } finally {
      await this.lock.release();
    }
  }
}
