import { mkdirSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type MissionClock } from '@app/platform';
import { SimulatorLogError } from './simulation-errors.js';

/** What the simulator itself knows of one CADU at one antenna: the truth that a station's frames are counted against. */
export interface SimulatorLogEntry {
  /** Number of the CADU on the spacecraft's time line, the same at every antenna. */
  readonly cadu: number;
  readonly spacecraft: string;
  readonly antenna: string;
  readonly vcid: number;
  readonly vcfc: number;
  readonly mcfc: number;
  /** UTC to the nanosecond, leading edge of the first bit of the ASM: at the spacecraft, at the antenna. */
  readonly emitted: string;
  readonly received: string;
  readonly esN0Db: number;
  /** Of the bits that were delivered. */
  readonly bitErrors: number;
  /** The demodulator delivered every bit of it. */
  readonly locked: boolean;
  /** First 32 hexadecimal digits of the SHA-256 of the frame as the spacecraft made it. */
  readonly sha256: string;
}

/** Where a log of a simulation goes. */
export interface SimulatorLog<Entry extends object = SimulatorLogEntry> {
  write(entry: Entry): void;
  /** After it, all that was written is in the file. */
  close(): Promise<void>;
}

/** For a simulation without a log file. */
export const noSimulatorLog: SimulatorLog = { write: () => undefined, close: () => Promise.resolve() };

/** Wall seconds between two writes to the file. */
const FLUSH_S = 0.15;
const FLUSH_CHARACTERS = 65_536;

/** One JSON object a line, appended to a file; in the file at most 200 ms (wall) later. */
export class FileSimulatorLog<Entry extends object = SimulatorLogEntry> implements SimulatorLog<Entry> {
  private lines: string[] = [];
  private characters = 0;
  private writing: Promise<void> = Promise.resolve();
  private failure: SimulatorLogError | undefined;
  private readonly cancelTimer: () => void;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    clock: MissionClock,
  ) {
    this.cancelTimer = clock.every(FLUSH_S * clock.rate, () => this.flush());
  }

  /** Opens the file, with its folder where that is missing. */
  static async open<Entry extends object = SimulatorLogEntry>(
    path: string,
    clock: MissionClock,
  ): Promise<FileSimulatorLog<Entry>> {
    mkdirSync(dirname(path), { recursive: true });
    return new FileSimulatorLog<Entry>(path, await open(path, 'a'), clock);
  }

  write(entry: Entry): void {
    const line = `${JSON.stringify(entry)}\n`;
    this.lines.push(line);
    this.characters += line.length;
    if (this.characters >= FLUSH_CHARACTERS) this.flush();
  }

  /** Rejects with SimulatorLogError where a write has failed, so that a log with a hole is never taken for a whole one. */
  async close(): Promise<void> {
    this.cancelTimer();
    this.flush();
    await this.writing;
    await this.file.close();
    if (this.failure !== undefined) throw this.failure;
  }

  private flush(): void {
    if (this.lines.length === 0) return;
    const text = this.lines.join('');
    this.lines = [];
    this.characters = 0;
    this.writing = this.writing.then(async () => {
      try {
        await this.file.appendFile(text);
      } catch (error) {
        this.failure ??= new SimulatorLogError(this.path, error instanceof Error ? error.message : String(error));
      }
    });
  }
}
