import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { linkProfileSchema } from '../link-profile.js';
import { type LinkFrame, LinkFrameError, linkFrameJsonSchema, readLinkFrame } from './link-frame.js';
import { frameLinkSchema } from './tm-link-frame.js';

/** The issue's example, as it stands there. */
const example = {
  frameType: 'TM',
  frameLength: 1115,
  fecf: true,
  ocf: true,
  asm: '1acffc1d',
  randomizer: 'none',
  reedSolomon: { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 },
  convolutional: null,
  differential: false,
};
const uncoded = { ...example, reedSolomon: null };

describe('frame part of a link profile', () => {
  it('takes the example for each frame type, and adds what has a default', () => {
    expect(readLinkFrame(example, 'P')).toEqual({
      ...example,
      reedSolomon: { ...example.reedSolomon, decode: true },
      spacecraftId: null,
      secondaryHeaderLength: null,
    });
    expect(readLinkFrame({ ...example, frameType: 'AOS' }, 'P')).toMatchObject({
      frameHeaderErrorControl: false,
      insertZoneLength: 0,
      frameCountCycle: false,
      service: 'm-pdu',
      virtualChannels: [],
    });
    expect(readLinkFrame({ ...uncoded, frameType: 'TC', frameLength: 1024 }, 'P')).toMatchObject({
      segmentHeader: true,
      bch: 'sec',
      tail: 'ccsds',
      spacecraftId: null,
    });
  });

  it('fields that telecommand frames do not use may be left out', () => {
    const least = { frameType: 'TC', frameLength: 256, fecf: true, randomizer: 'ccsds-255' };
    expect(readLinkFrame(least, 'P')).toMatchObject({ ...least, ocf: false, reedSolomon: null, differential: false });
  });

  it.each<[string, Record<string, unknown>]>([
    ['all I of 131.0-B', { reedSolomon: { ...example.reedSolomon, interleave: 8 }, frameLength: 1784 }],
    [
      'E = 8 with virtual fill',
      { reedSolomon: { e: 8, interleave: 2, basis: 'dual', virtualFill: 100 }, frameLength: 278 },
    ],
    ['convolutional code, NRZ-M', { convolutional: { rate: '1/2', order: 'nasa-dsn' }, differential: true }],
    ['the longer randomizer', { randomizer: 'ccsds-131071' }],
    ['trap 19: 2 048 octets', { reedSolomon: null, frameLength: 2048 }],
    ['OCF per frame', { ocf: 'per-frame' }],
    ['parity that does not fit', { reedSolomon: { ...example.reedSolomon, decode: false } }],
  ])('takes %s', (_, change) => {
    expect(readLinkFrame({ ...example, ...change }, 'P')).toMatchObject(change);
  });

  it('a marker in upper case is the same marker', () => {
    expect(readLinkFrame({ ...example, asm: '1ACFFC1D' }, 'P')).toEqual(readLinkFrame(example, 'P'));
  });

  const aos = { ...uncoded, frameType: 'AOS' };
  const tc = { frameType: 'TC', frameLength: 256, fecf: true, randomizer: 'none' };
  it.each<[unknown, string]>([
    ['TM', 'expected an object, found "TM"'],
    [[], 'expected an object, found []'],
    [{}, 'frameType: expected "TM", "AOS" or "TC", found nothing'],
    [{ ...example, frameType: 'USLP' }, 'frameType: expected "TM", "AOS" or "TC", found "USLP"'],
    [
      { ...example, frameLength: 1000 },
      'frameLength: expected 1115, to fill the Reed-Solomon codewords: 5·(255 - 32 - 0), found 1000',
    ],
    [{ ...example, frameLength: 1.5 }, 'frameLength: expected int, found 1.5'],
    [{ ...uncoded, frameLength: 2049 }, 'frameLength: expected at most 2048, found 2049'],
    [{ ...uncoded, frameLength: 12 }, 'frameLength: expected at least 13: all but the data field takes 12, found 12'],
    [
      { ...example, fecf: 'yes', ocf: 2 },
      'fecf: expected boolean, found "yes"; ocf: expected true, false or "per-frame", found 2',
    ],
    [{ ...example, asm: '1acffc' }, 'asm: expected 8 hexadecimal digits, found "1acffc"'],
    [{ ...example, randomizer: 'lfsr' }, 'randomizer: expected one of "none"|"ccsds-255"|"ccsds-131071", found "lfsr"'],
    [
      { ...example, reedSolomon: { e: 7, interleave: 6, virtualFill: -1 } },
      'reedSolomon.e: expected 8 or 16, found 7; reedSolomon.interleave: expected 1, 2, 3, 4, 5 or 8, found 6; ' +
        'reedSolomon.basis: expected one of "dual"|"conventional", found nothing; ' +
        'reedSolomon.virtualFill: expected at least 0, found -1',
    ],
    [
      { ...example, reedSolomon: { ...example.reedSolomon, virtualFill: 230 } },
      'reedSolomon.virtualFill: expected at most 222 for E = 16, found 230',
    ],
    [
      { ...example, reedSolomon: { ...example.reedSolomon, fill: 0 } },
      'reedSolomon.fill: expected no such field, found fill = 0',
    ],
    [{ ...example, convolutional: { rate: '3/4', order: 'ccsds' } }, 'convolutional.rate: expected "1/2", found "3/4"'],
    [{ ...example, secondaryHeaderLength: 1 }, 'secondaryHeaderLength: expected at least 2, found 1'],
    [
      { ...aos, frameLength: 14, insertZoneLength: 4 },
      'frameLength: expected at least 19: all but the data field takes 16, found 14',
    ],
    [{ ...aos, ocf: 'per-frame' }, 'ocf: expected boolean, found "per-frame"'],
    [
      { ...aos, virtualChannels: [{ vcid: 63, service: 'vca' }] },
      'virtualChannels.0.vcid: expected at most 62, found 63',
    ],
    [
      {
        ...aos,
        virtualChannels: [
          { vcid: 1, service: 'vca' },
          { vcid: 1, service: 'b-pdu' },
        ],
      },
      'virtualChannels.1.vcid: expected each virtual channel once, found 1',
    ],
    [{ ...tc, frameLength: 1115 }, 'frameLength: expected at most 1024, found 1115'],
    [{ ...tc, frameLength: 8 }, 'frameLength: expected at least 9: all but the data field takes 8, found 8'],
    [{ ...tc, randomizer: 'ccsds-131071' }, 'randomizer: expected "none" or "ccsds-255", found "ccsds-131071"'],
    [
      { ...tc, convolutional: { rate: '1/2', order: 'ccsds' } },
      'convolutional: expected null: TC frames are BCH coded, found {"rate":"1/2","order":"ccsds"}',
    ],
  ])('refuses %j', (value, problems) => {
    const reading = (): LinkFrame => readLinkFrame(value, 'P');
    expect(reading).toThrow(LinkFrameError);
    expect(reading).toThrow(new Error(`P: ${problems}`));
  });

  it('names the fields that there are beside one that there is not', () => {
    expect(() => readLinkFrame({ ...tc, speed: 3 }, 'P')).toThrow(
      /^P: speed: expected one of the fields frameType, frameLength, .*, found speed = 3$/,
    );
  });

  it('its JSON Schema in docs is the one of this source (npm run schemas writes it)', () => {
    const file = new URL('../../../../docs/schemas/link-profile-frame.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(linkFrameJsonSchema());
    expect(JSON.stringify(linkFrameJsonSchema())).toContain('"enum":["none","ccsds-255","ccsds-131071"]');
  });
});

describe('the frames of a downlink that stations carry', () => {
  it('are TM frames as before, and a document of theirs is one for the offline tools, too', () => {
    expect(frameLinkSchema.parse(example)).toEqual(example);
    expect(readLinkFrame(frameLinkSchema.parse(example), 'P')).toMatchObject(example);
  });

  it.each<[object, string, string]>([
    [{ frameType: 'AOS' }, 'frameType', 'expected "TM": stations'],
    [{ convolutional: { rate: '2/3', order: 'ccsds' } }, 'convolutional.rate', 'expected "1/2"'],
    [{ ocf: 'per-frame' }, 'ocf', 'expected true or false: stations'],
    [{ frameLength: 1000 }, 'frameLength', 'expected 1115, to fill the Reed-Solomon codewords'],
    [{ reedSolomon: { ...example.reedSolomon, decode: false } }, 'reedSolomon', 'Unrecognized key: "decode"'],
    [{ spacecraftId: 3 }, '', 'Unrecognized key: "spacecraftId"'],
  ])('refuse what stations do not do: %j', (change, path, message) => {
    const { error } = frameLinkSchema.safeParse({ ...example, ...change });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
    expect(error?.issues[0]?.message).toContain(message);
  });

  it('stand in the link profile', () => {
    const seeds = JSON.parse(
      readFileSync(new URL('../../../../db/seeds/constellation.json', import.meta.url), 'utf8'),
    ) as { linkProfiles: { downlink: { frame: object } }[] };
    const [profile] = seeds.linkProfiles;
    expect(linkProfileSchema.safeParse(profile).success).toBe(true);
    const frame = { ...profile?.downlink.frame, convolutional: { rate: '1/2', order: 'upside-down' } };
    const { error } = linkProfileSchema.safeParse({ ...profile, downlink: { ...profile?.downlink, frame } });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual(['downlink.frame.convolutional.order']);
  });
});
