import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Contact, type FrameAnnotation, frameAnnotationSchema, frameLogNames } from '@app/contracts';
import { LocalFrameLogs } from '@app/platform';
import { parseUtc, type Tai } from '@app/time';
import { frameHash } from '../../apps/smms/src/demonstration/evidence.js';

/** A record of the station's log. */
export interface StationRecord {
  /** As the archive names it: log, incarnation. */
  readonly stationLog: string;
  readonly sequence: number;
  readonly annotation: FrameAnnotation;
  readonly sha256: string;
}

/** What a stopped station has logged of a contact, from the files. */
export async function stationRecords(frameLogFolder: string, contact: Contact): Promise<StationRecord[]> {
  const frameLogs = await LocalFrameLogs.openRoot(frameLogFolder, {
    onEvent: (event) => {
      throw new Error(`the frame log was not left in good order: ${JSON.stringify(event)}`);
    },
  });
  try {
    const name = frameLogNames.station(contact.site);
    const log = await frameLogs.open(name);
    const { incarnation, firstSequence, nextSequence } = await log.bounds();
    const records: StationRecord[] = [];
    for (let next = firstSequence; next < nextSequence;) {
      const batch = await log.read(next);
      for (const { sequence, header, payload } of batch) {
        const annotation = frameAnnotationSchema.parse(header);
        if (annotation.contact !== contact.id) continue;
        records.push({ stationLog: `${name}@${incarnation}`, sequence, annotation, sha256: frameHash(payload) });
      }
      next += batch.length;
    }
    return records;
  } finally {
    await frameLogs.close();
  }
}

const simulatorLineSchema = z.object({
  cadu: z.int(),
  spacecraft: z.string(),
  antenna: z.string(),
  received: z.string(),
  sha256: z.string(),
});

/** A CADU that reached the contact's antenna, by the simulator's own log. */
export interface SimulatedCadu {
  readonly cadu: number;
  readonly received: Tai;
  readonly sha256: string;
}

/** What reached the contact's antenna within the contact, in order. */
export function simulatedCadus(simulatorLog: string, { spacecraft, antenna, start, end }: Contact): SimulatedCadu[] {
  const [from, to] = [parseUtc(start), parseUtc(end)];
  return readFileSync(simulatorLog, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => simulatorLineSchema.parse(JSON.parse(line)))
    .filter((entry) => entry.spacecraft === spacecraft && entry.antenna === antenna)
    .map(({ cadu, received, sha256 }) => ({ cadu, received: parseUtc(received), sha256 }))
    .filter(({ received }) => received >= from && received < to)
    .sort((a, b) => a.cadu - b.cadu);
}

const logLineSchema = z.looseObject({ level: z.int(), time: z.string(), msg: z.string() });
export type LogLine = z.infer<typeof logLineSchema>;

/** What an installation's log has since an instant of wall time. A killed process may have left half a line, which is passed over. */
export function logLinesSince(logFile: string, since: Tai): LogLine[] {
  return readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => logLineSchema.parse(JSON.parse(line)))
    .filter(({ time }) => parseUtc(time) >= since);
}
