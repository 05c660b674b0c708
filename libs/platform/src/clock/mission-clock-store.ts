import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type OperationsMode, operationsModeSchema } from '@app/contracts';
import { formatUtc, parseUtc, type Tai } from '@app/time';
import type { MissionClockAnchor } from './mission-clock-spec.js';

const fileSchema = z.strictObject({
  mode: operationsModeSchema,
  mission: z.string(),
  wall: z.string(),
  rate: z.number().positive(),
  /** Mission time at which the system was stopped in good order; null while it runs, and after a crash. */
  stoppedAt: z.string().nullable(),
});

/** A mission clock file that is not one. */
export class MissionClockFileError extends Error {
  override readonly name = 'MissionClockFileError';
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${path}: not a mission clock file (${reason}); --fresh starts anew`);
  }
}

/** What is stored was made in another mode: nothing simulated may be taken for real, nor real for simulated (design rule 10). */
export class OtherModeError extends Error {
  override readonly name = 'OtherModeError';
  constructor(
    readonly where: string,
    readonly expected: OperationsMode,
    readonly found: OperationsMode,
  ) {
    super(
      `${where} belongs to mode ${found}, this process works in mode ${expected}: each mode needs its own database and data folder`,
    );
  }
}

/**
 * Keeps the mission clock in a file, so that a restart resumes it. After a stop in good order it goes on from where it stood;
 * after a crash from where it would be by now, since simulators and stations elsewhere went on by the same clock.
 */
export class MissionClockStore {
  constructor(
    private readonly path: string,
    private readonly mode: OperationsMode,
  ) {}

  /** The clock to resume, or undefined where there is no file. Throws MissionClockFileError. */
  resume(wallNow: Tai): MissionClockAnchor | undefined {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const file = this.parse(text);
    if (file.mode !== this.mode) throw new OtherModeError(this.path, this.mode, file.mode);
    try {
      if (file.stoppedAt !== null) {
        return { mission: parseUtc(file.stoppedAt), wall: wallNow, rate: file.rate };
      }
      return { mission: parseUtc(file.mission), wall: parseUtc(file.wall), rate: file.rate };
    } catch (error) {
      throw new MissionClockFileError(this.path, error instanceof Error ? error.message : String(error));
    }
  }

  private parse(text: string): z.infer<typeof fileSchema> {
    try {
      return fileSchema.parse(JSON.parse(text));
    } catch (error) {
      throw new MissionClockFileError(this.path, error instanceof Error ? error.message : String(error));
    }
  }

  started(anchor: MissionClockAnchor): void {
    this.write(anchor, null);
  }

  /** It was stopped in good order, at this mission time. */
  stopped(anchor: MissionClockAnchor, at: Tai): void {
    this.write(anchor, formatUtc(at, 9));
  }

  private write(anchor: MissionClockAnchor, stoppedAt: string | null): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const file: z.infer<typeof fileSchema> = {
      mode: this.mode,
      mission: formatUtc(anchor.mission, 9),
      wall: formatUtc(anchor.wall, 9),
      rate: anchor.rate,
      stoppedAt,
    };
    writeFileSync(`${this.path}.new`, `${JSON.stringify(file, null, 2)}\n`);
    renameSync(`${this.path}.new`, this.path);
  }
}
