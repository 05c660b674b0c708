import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContactId, type PassReport, passReportSchema } from '@app/contracts';

/** A file of a report that is none. */
export class PassReportFileError extends Error {
  override readonly name = 'PassReportFileError';
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${path}: not a report of a pass (${reason})`);
  }
}

/** The reports of one site, a JSON file each. A contact that is executed anew replaces its report. */
export class ReportStore {
  constructor(readonly path: string) {}

  /** Replaces the file as a whole; where it stands now. */
  async save(report: PassReport): Promise<string> {
    const path = this.pathOf(report.contact);
    await mkdir(this.path, { recursive: true });
    await writeFile(`${path}.new`, `${JSON.stringify(report, null, 2)}\n`);
    await rename(`${path}.new`, path);
    return path;
  }

  /** Undefined where there is none. Throws PassReportFileError, and what the disk says. */
  async load(contact: ContactId): Promise<PassReport | undefined> {
    const path = this.pathOf(contact);
    try {
      return passReportSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new PassReportFileError(path, error instanceof Error ? error.message : String(error));
    }
  }

  private pathOf(contact: ContactId): string {
    return join(this.path, `${contact}.json`);
  }
}
