import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CltuTransfer, cltuTransferSchema, subjects } from '@app/contracts';
import { createLocalMessageBus, createLogger, type JsonValue, type LocalMessageBus, Metrics } from '@app/platform';
import { BusCltuTransfers } from './bus-cltu-transfers.js';

const transfer: CltuTransfer = cltuTransferSchema.parse({
  mode: 'simulation',
  id: '00000000-0000-4000-9000-000000000001',
  spacecraft: 'GF-1',
  contact: 'GF-1_CN-MYN-1_70001',
  octets: '65A=',
  notAfter: '2026-04-24T08:10:00Z',
});

describe('CLTUs by way of the interconnection', () => {
  let bus: LocalMessageBus;
  let metrics: Metrics;
  beforeEach(() => {
    metrics = new Metrics();
    bus = createLocalMessageBus(createLogger('silent'), metrics);
  });
  afterEach(async () => {
    await bus.close();
    metrics.close();
  });
  const answered = async (answer: () => JsonValue) => {
    await bus.respond(subjects.transferAnyCltu, answer);
    return new BusCltuTransfers(bus).transfer(transfer);
  };

  it('are taken', async () => {
    expect(await answered(() => ({ accepted: true, antenna: 'CN-MYN-1', agreement: 'CN-FOR-CN' }))).toEqual({
      kind: 'taken',
    });
  });

  it('are refused with rule and reason, and where nobody takes any', async () => {
    const refusal = { accepted: false, rule: 'queue-full', explanation: 'expected room, found none' };
    expect(await answered(() => refusal)).toEqual({ kind: 'refused', reason: 'queue-full: expected room, found none' });
    await bus.close();
    expect(
      await new BusCltuTransfers(createLocalMessageBus(createLogger('silent'), metrics)).transfer(transfer),
    ).toMatchObject({
      kind: 'refused',
    });
  });

  // The rules by which a station says that its uplink is over, or not there now; and the interconnection's word on a silent station,
  // which may have taken it.
  it.each([
    ['too-late', 'uplink-gone'],
    ['uplink-not-ready', 'uplink-gone'],
    ['no-pass', 'uplink-gone'],
    ['below-permitted-elevation', 'uplink-gone'],
    ['station-unreachable', 'unanswered'],
    ['not-permitted', 'refused'],
    ['no-agreement', 'refused'],
  ])('refused by the rule %s are %s', async (rule, kind) => {
    expect(await answered(() => ({ accepted: false, rule, explanation: 'so' }))).toEqual({
      kind,
      reason: `${rule}: so`,
    });
  });

  it.each<[string, () => JsonValue]>([
    ['fails', () => JSON.parse('{') as JsonValue],
    ['answers what cannot be read', () => ({ accepted: 'perhaps' })],
  ])('may have left where the other side %s', async (_, answer) => {
    expect(await answered(answer)).toMatchObject({ kind: 'unanswered' });
  });
});
