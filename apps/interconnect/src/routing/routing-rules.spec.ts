import { describe, expect, it } from '@jest/globals';
import type { JsonObject, Registry } from '@app/platform';
import { sampleAnnotation, seedRegistry as registry } from '../testing/sample-frames.js';
import { routingRules } from './routing-rules.js';

const decide = (changes: JsonObject = {}, site = 'CN-MYN', from = registry) =>
  routingRules(site, from, 'simulation')(sampleAnnotation(changes));

describe('routingRules', () => {
  it('delivers under the agreement between the site’s member and the spacecraft’s operator', () => {
    expect(decide()).toMatchObject({ outcome: 'delivered', agreement: 'CN-FOR-CN' });
    const abroad = { site: 'TH-SRC', antenna: 'TH-SRC-1' };
    expect(decide(abroad, 'TH-SRC')).toMatchObject({ outcome: 'delivered', agreement: 'TH-FOR-CN' });
  });

  it.each([
    ['other provider', { provider: 'PK' }],
    ['other user', { user: 'TH' }],
    ['other spacecraft', { spacecraft: ['HJ-1A'] }],
    ['no telemetry', { services: ['payload'] }],
    ['not yet valid', { validFrom: '2026-04-24T08:00:00.000001Z' }],
    ['not valid any more', { validTo: '2026-04-24T08:00:00Z' }],
  ])('delivers nothing under an agreement with %s', (_, changes) => {
    const agreement = registry.agreements.find(({ id }) => id === 'CN-FOR-CN')!;
    const only = { ...registry, agreements: [{ ...agreement, ...changes }] } as unknown as Registry;
    expect(decide({}, 'CN-MYN', { ...only, agreements: [agreement] })).toMatchObject({ outcome: 'delivered' });
    expect(decide({}, 'CN-MYN', only)).toMatchObject({
      outcome: 'refused',
      reason: 'no-agreement',
      detail: expect.stringMatching(/provider CN with user CN for telemetry of GF-1/),
    });
  });

  it('refuses what is unreadable, of another mode, another site, or not registered', () => {
    expect(decide({ esN0Db: 'loud' })).toMatchObject({
      reason: 'bad-annotation',
      detail: expect.stringMatching(/^esN0Db: /),
    });
    expect(routingRules('CN-MYN', registry, 'simulation')(null)).toMatchObject({
      outcome: 'refused',
      annotation: undefined,
    });
    expect(decide({ mode: 'operational' })).toMatchObject({ reason: 'other-mode' });
    // Another mode is refused before anything else is looked at.
    expect(decide({ mode: 'test', disposition: 'fecf-error' })).toMatchObject({
      outcome: 'refused',
      reason: 'other-mode',
    });
    expect(decide({ site: 'TH-SRC' })).toMatchObject({ reason: 'other-site' });
    expect(decide({ antenna: 'TH-SRC-1' })).toMatchObject({ reason: 'unknown-antenna' });
    expect(decide({ spacecraft: 'XX-1' })).toMatchObject({ reason: 'unknown-spacecraft' });
  });

  it('leaves at the station what the station has not released', () => {
    for (const disposition of ['uncorrectable', 'fecf-error', 'other-version', 'other-spacecraft'])
      expect(decide({ disposition })).toMatchObject({ outcome: 'not-routed', reason: disposition });
    expect(decide({ quality: 'uncorrectable' })).toMatchObject({ outcome: 'not-routed', reason: 'uncorrectable' });
  });
});
