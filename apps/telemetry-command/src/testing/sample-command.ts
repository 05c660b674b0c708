import { commandSchema, type ContactId } from '@app/contracts';
import type { KeptCommand } from '../commands/command.machine.js';

/** A routine command in the queue, or what `changes` make of it. */
export function sampleCommand(changes: Record<string, unknown> = {}): KeptCommand {
  const { askedContact = null, ...others } = changes;
  const command = commandSchema.parse({
    id: '00000000-0000-4000-8000-0000000000aa',
    mode: 'simulation',
    spacecraft: 'GF-1',
    name: 'NO_OPERATION',
    arguments: {},
    significance: 'none',
    hazardous: false,
    service: 'AD',
    author: 'wang.lei',
    member: 'CN',
    approver: null,
    note: null,
    state: 'queued',
    contact: null,
    antenna: null,
    agreement: null,
    apid: null,
    sequenceCount: null,
    packetHex: null,
    stages: [
      {
        stage: 'queued',
        outcome: 'done',
        at: '2026-04-24T07:59:00.000000Z',
        by: 'wang.lei',
        detail: null,
        frameSequenceNumber: null,
        cltu: null,
        frame: null,
      },
    ],
    ...others,
  });
  return { ...command, askedContact: askedContact as ContactId | null };
}
