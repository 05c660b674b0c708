import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Contact, ElementSetMessage } from '@app/contracts';
import { projectRoot, type Registry } from '@app/platform';
import { stationMessage, UnknownReferenceError } from './station-message.js';

const registry = JSON.parse(readFileSync(join(projectRoot(), 'db/seeds/constellation.json'), 'utf8')) as Registry;
const antenna = registry.antennas.find(({ capabilities }) => capabilities.telecommand);
const contact = {
  ...{ id: `GF-1_${antenna?.id}_1`, spacecraft: 'GF-1', site: antenna?.site, antenna: antenna?.id },
  ...{ agreement: 'CN-FOR-CN', uplink: true, services: ['telemetry', 'telecommand'] },
} as unknown as Contact;

/** A contact is only looked up by what it names; its elements are passed on. */
const permissions = (changes: object = {}, of: Registry = registry) =>
  stationMessage({ ...contact, ...changes }, of, {} as ElementSetMessage).permissions;
const withEach = (part: 'antennas' | 'agreements' | 'linkProfiles', changes: object): Registry => ({
  ...registry,
  [part]: registry[part].map((one) => ({ ...one, ...changes })),
});

describe('permissions of a contact at its station', () => {
  it('are to receive and to transmit where everything permits it', () => {
    expect(permissions()).toEqual({
      ...{ receive: true, transmit: true, agreement: 'CN-FOR-CN' },
      transmitFromElevationDeg: antenna?.uplinkMinElevationDeg,
    });
  });

  it.each<[string, object, Registry]>([
    ['no uplink was booked', { uplink: false }, registry],
    ['no telecommand was asked for', { services: ['telemetry'] }, registry],
    ['its agreement does not include telecommand', {}, withEach('agreements', { services: ['telemetry'] })],
    ['its agreement is not registered any more', { agreement: 'GONE' }, registry],
    ['the link has no uplink', {}, withEach('linkProfiles', { uplink: null })],
    [
      'the antenna has no telecommand',
      {},
      withEach('antennas', { capabilities: { telemetry: true, telecommand: false } }),
    ],
    ['the antenna cannot transmit', {}, withEach('antennas', { eirpDbw: null })],
  ])('are not to transmit where %s', (_, changes, of) => {
    expect(permissions(changes, of)).toMatchObject({ receive: true, transmit: false });
  });

  it('are none for an antenna that is not registered', () => {
    expect(() => permissions({ antenna: 'GONE' })).toThrow(UnknownReferenceError);
  });
});
