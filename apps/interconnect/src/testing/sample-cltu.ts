import { randomUUID } from 'node:crypto';
import { type CltuTransfer, cltuTransferSchema } from '@app/contracts';

/** A CLTU of eight octets for GF-1 in a contact of Miyun. */
export function sampleTransfer(changes: object = {}): CltuTransfer {
  return cltuTransferSchema.parse({
    mode: 'simulation',
    id: randomUUID(),
    spacecraft: 'GF-1',
    contact: 'GF-1_CN-MYN-1_70001',
    octets: '65AAAAAAAAA=',
    notAfter: '2026-04-24T08:10:00Z',
    ...changes,
  });
}
