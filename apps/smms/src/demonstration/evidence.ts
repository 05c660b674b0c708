import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Contact, frameAnnotationSchema, frameLogNames, type LinkProfile } from '@app/contracts';
import type { FrameLogs } from '@app/platform';
import { NS_PER_SECOND, parseUtc } from '@app/time';
import type { LoggedFrame, SentCadu } from './reconcile.js';

const simulatorLogLineSchema = z.object({
  spacecraft: z.string(),
  antenna: z.string(),
  received: z.string(),
  sha256: z.string(),
});

/** Time that one CADU takes on the link, nanoseconds. */
export function caduDurationNs({ downlink }: LinkProfile): bigint {
  const { frame, bitRateBps } = downlink;
  const check = frame.reedSolomon === null ? 0 : frame.reedSolomon.interleave * 2 * frame.reedSolomon.e;
  const bits = 8 * (frame.asm.length / 2 + frame.frameLength + check);
  return (BigInt(bits) * NS_PER_SECOND) / BigInt(bitRateBps);
}

/** First half of the SHA-256, as the simulator logs it. */
export function frameHash(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex').slice(0, 32);
}

/** What the simulator sent to the contact's antenna in the contact. */
export async function sentInContact(
  simulatorLog: string,
  { spacecraft, antenna, start, end }: Contact,
): Promise<SentCadu[]> {
  const from = parseUtc(start);
  const to = parseUtc(end);
  const sent: SentCadu[] = [];
  for await (const line of createInterface({ input: createReadStream(simulatorLog), crlfDelay: Infinity })) {
    if (line === '') continue;
    const entry = simulatorLogLineSchema.parse(JSON.parse(line));
    if (entry.spacecraft !== spacecraft || entry.antenna !== antenna) continue;
    const received = parseUtc(entry.received);
    if (received >= from && received < to) sent.push({ received, sha256: entry.sha256 });
  }
  return sent;
}

/** What the station logged in the contact, and how many of its frames it is to route. */
export async function loggedInContact(
  frameLogs: FrameLogs,
  contact: Contact,
): Promise<{ frames: LoggedFrame[]; toRoute: number }> {
  const log = await frameLogs.open(frameLogNames.station(contact.site));
  const { nextSequence, firstSequence } = await log.bounds();
  const frames: LoggedFrame[] = [];
  let toRoute = 0;
  for (let sequence = firstSequence; sequence < nextSequence;) {
    const records = await log.read(sequence);
    for (const { header, payload } of records) {
      const annotation = frameAnnotationSchema.parse(header);
      if (annotation.contact !== contact.id) continue;
      if (annotation.disposition === 'route') toRoute++;
      frames.push({
        earthReceiveTime: parseUtc(annotation.earthReceiveTime),
        quality:
          annotation.quality === 'uncorrectable'
            ? 'uncorrectable'
            : annotation.correctedSymbols.some((n) => n > 0)
              ? 'corrected'
              : 'good',
        sha256: frameHash(payload),
      });
    }
    sequence += records.length;
  }
  return { frames, toRoute };
}
