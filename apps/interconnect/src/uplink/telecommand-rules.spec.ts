import { describe, expect, it } from '@jest/globals';
import { type CltuNotification, cltuNotificationSchema, type CltuTransfer, cltuTransferSchema } from '@app/contracts';
import { parseUtc } from '@app/time';
import { seedRegistry } from '../testing/sample-frames.js';
import { sampleTransfer } from '../testing/sample-cltu.js';
import { faultOfNotification, judgeTelecommand } from './telecommand-rules.js';

const now = parseUtc('2026-04-24T08:00:00Z');
const judge = (changes: object = {}, registry = seedRegistry, at = now) =>
  judgeTelecommand(cltuTransferSchema.parse({ ...sampleTransfer(), ...changes }), registry, 'simulation', at);
const withAgreement = (changes: object): typeof seedRegistry => ({
  ...seedRegistry,
  agreements: seedRegistry.agreements.map((one) => (one.id === 'CN-FOR-CN' ? { ...one, ...changes } : one)),
});

describe('rules for telecommand', () => {
  it('permits what an agreement of the site’s member with the operator covers', () => {
    const permitted = { outcome: 'permitted', site: 'CN-MYN', antenna: 'CN-MYN-1', agreements: ['CN-FOR-CN'] };
    expect(judge()).toEqual(permitted);
    expect(judge({}, withAgreement({ spacecraft: ['HJ-1A', 'GF-1'] }))).toEqual(permitted);
    expect(judge({}, seedRegistry, parseUtc('2026-01-01T00:00:00Z'))).toEqual(permitted);
  });

  it.each<[string, Partial<Record<keyof CltuTransfer, string>>]>([
    ['other-mode', { mode: 'operational' }],
    ['unknown-spacecraft', { spacecraft: 'GF-9', contact: 'GF-9_CN-MYN-1_1' }],
    ['unknown-contact', { contact: 'HJ-1A_CN-MYN-1_1' }],
    ['unknown-contact', { contact: 'GF-1_CN-MYN-9_1' }],
    // Bangladesh grants telemetry and payload only.
    ['no-agreement', { contact: `GF-1_${seedRegistry.antennas.find(({ site }) => site.startsWith('BD'))?.id}_1` }],
  ])('refuses by %s: %j', (rule, changes) => {
    expect(judge(changes)).toMatchObject({ outcome: 'refused', rule });
  });

  it.each<[string, object]>([
    ['another provider', { provider: 'IR' }],
    ['another user', { user: 'BD' }],
    ['no telecommand', { services: ['telemetry', 'payload'] }],
    ['other spacecraft', { spacecraft: ['HJ-1A'] }],
    ['a later beginning', { validFrom: '2026-04-24T08:00:00.000001Z' }],
    ['an end just now', { validTo: '2026-04-24T08:00:00Z' }],
  ])('refuses under an agreement with %s', (_, change) => {
    expect(judge({}, withAgreement(change))).toMatchObject({
      rule: 'no-agreement',
      site: 'CN-MYN',
      antenna: 'CN-MYN-1',
    });
  });
});

describe('notifications of a site', () => {
  const good = {
    ...{ mode: 'simulation', id: sampleTransfer().id, spacecraft: 'GF-1', contact: 'GF-1_CN-MYN-1_70001' },
    ...{ site: 'CN-MYN', antenna: 'CN-MYN-1', outcome: 'not-radiated' },
    ...{ radiationStart: null, radiationEnd: null, reason: null },
  };
  const fault = (changes: Partial<Record<keyof CltuNotification, string>>, from = 'CN-MYN') =>
    faultOfNotification(cltuNotificationSchema.parse({ ...good, ...changes }), from, seedRegistry, 'simulation');

  it('are believed where site, antenna, spacecraft and contact agree', () => {
    expect(fault({})).toBeUndefined();
  });

  it.each<[string, Partial<Record<keyof CltuNotification, string>>]>([
    ['mode', { mode: 'test' }],
    ['site', { site: 'CN-KSI' }],
    ['antenna', { antenna: 'CN-KSI-1' }],
    ['spacecraft', { spacecraft: 'GF-9', contact: 'GF-9_CN-MYN-1_1' }],
    ['contact', { contact: 'HJ-1A_CN-MYN-1_1' }],
    ['contact', { contact: 'GF-1_CN-MYN-2_1' }],
  ])('are refused for their %s: %j', (field, changes) => {
    expect(fault(changes)).toMatch(new RegExp(`^${field}: expected`));
  });
});
