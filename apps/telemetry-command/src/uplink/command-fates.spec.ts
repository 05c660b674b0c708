import { describe, expect, it, jest } from '@jest/globals';
import { type CltuId, type Command, type CommandState, spacecraftIdSchema } from '@app/contracts';
import { createLogger, ManualMissionClock } from '@app/platform';
import { parseUtc } from '@app/time';
import { CommandFates } from './command-fates.js';
import { CommandsInFlight } from './commands-in-flight.js';
import { MemoryLedger } from './testing/memory-ledger.js';

const cltu = '00000000-0000-4000-9000-000000000001' as CltuId;

/** A released command with one CLTU, and a ledger that says that it stands so after `not-sent`. */
async function released(stateAfterNotSent: CommandState) {
  const ledger = new MemoryLedger(spacecraftIdSchema.parse('GF-1'));
  const inFlight = new CommandsInFlight();
  const putBack = jest.fn();
  const clock = new ManualMissionClock(parseUtc('2026-04-24T08:00:00Z'));
  const fates = new CommandFates(inFlight, { ledger, clock, logger: createLogger('silent') }, putBack);
  const uplink = { contact: 'GF-1_CN-MYN-1_70001', antenna: 'CN-MYN-1' } as never;
  const one = (await ledger.release(ledger.queue(), uplink, fates.now()))!;
  const { id } = inFlight.add(one);
  const sent = { id: cltu, command: id, kind: 'AD', frameSequenceNumber: 0, generation: 0 } as const;
  inFlight.sent(sent);
  const told: string[] = [];
  jest.spyOn(ledger, 'record').mockImplementation(async (_, { type }) => {
    told.push(type);
    return { ...one.command, state: type === 'not-sent' ? stateAfterNotSent : 'unknown' } satisfies Command;
  });
  return { fates, inFlight, sent, id, told, putBack };
}

describe('a command that COP-1 gives up', () => {
  it('is out of sight where a CLTU with it may have left', async () => {
    const { fates, id, told, putBack } = await released('queued');
    await fates.lose(id, 'the contact is over');
    expect(told).toEqual(['lost-sight']);
    expect(putBack).not.toHaveBeenCalled();
  });

  it('is back in the queue where none has', async () => {
    const { fates, inFlight, sent, id, told, putBack } = await released('queued');
    inFlight.dropped(sent);
    inFlight.dropped(sent);
    await fates.lose(id, 'the contact is over');
    expect(told).toEqual(['not-sent']);
    expect(putBack).toHaveBeenCalledTimes(1);
  });

  it('is out of sight where the ledger does not put it back', async () => {
    const { fates, inFlight, sent, id, told, putBack } = await released('released');
    inFlight.dropped(sent);
    await fates.lose(id, 'the contact is over');
    expect(told).toEqual(['not-sent', 'lost-sight']);
    expect(putBack).not.toHaveBeenCalled();
  });
});
