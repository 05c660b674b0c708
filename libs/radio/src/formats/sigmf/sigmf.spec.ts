import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc } from '@app/time';
import { encodeSigmfMetadata, parseSigmfMetadata } from './sigmf-codec.js';
import { SigmfError, type SigmfMetadata } from './sigmf-metadata.js';

const index = fc.maxSafeNat();
const instant = fc.bigInt(parseUtc('1972-01-01T00:00:00Z'), parseUtc('2100-01-01T00:00:00Z'));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0);
const frequency = fc.double({ min: -1e12, max: 1e12, noNaN: true }).map((value) => value || 0);
const place = fc.record(
  {
    longitudeDeg: fc.double({ min: -180, max: 180, noNaN: true }).map((value) => value || 0),
    latitudeDeg: fc.double({ min: -90, max: 90, noNaN: true }).map((value) => value || 0),
    altitudeM: finite,
  },
  { requiredKeys: ['longitudeDeg', 'latitudeDeg'] },
);
const text = fc.string();
const inOrder = <T extends { sampleStart: number }>(segments: T[]): T[] =>
  segments.sort((a, b) => a.sampleStart - b.sampleStart);

const metadata = fc.record({
  global: fc.record(
    {
      format: fc.constantFrom('cf32_le', 'ci16_le', 'cu8', 'ri16_be', 'rf64_le'),
      sampleRateHz: fc.double({ min: 1, max: 1e12, noNaN: true }),
      ...{ hardware: text, recorder: text, author: text, license: text, description: text },
      geolocation: place,
      sha512: fc.constantFrom('0', 'a', 'F').map((digit) => digit.repeat(128)),
      offset: index,
      extensions: fc.constant([
        { name: 'smms', version: '1.0.0', optional: true },
        { name: 'antenna', version: '1.0.0', optional: true },
      ]),
    },
    { requiredKeys: ['format', 'extensions'] },
  ),
  captures: fc
    .array(
      fc.record(
        { sampleStart: index, frequencyHz: frequency, time: instant, globalIndex: index, geolocation: place },
        { requiredKeys: ['sampleStart'] },
      ),
      { maxLength: 4 },
    )
    .map(inOrder),
  annotations: fc
    .array(
      fc
        .record(
          {
            ...{ sampleStart: index, sampleCount: index, label: text, comment: text, generator: text },
            uuid: fc.uuid(),
            edges: fc.tuple(frequency, frequency),
            ...{ esN0Db: finite, earthReceiveTime: instant, correctedSymbols: index, dopplerHz: finite },
            azimuthDeg: fc.integer({ min: -360, max: 720 }),
            elevationDeg: fc.integer({ min: -90, max: 180 }),
          },
          { requiredKeys: ['sampleStart'] },
        )
        .map(({ edges, ...rest }) => ({ ...rest, ...(edges && { lowerEdgeHz: edges[0], upperEdgeHz: edges[1] }) })),
      { maxLength: 4 },
    )
    .map(inOrder),
}) as fc.Arbitrary<SigmfMetadata>;

const smallest = (): Record<string, Record<string, unknown>> & { captures: unknown; annotations: unknown } =>
  ({ global: { 'core:datatype': 'cf32_le', 'core:version': '1.2.5' }, captures: [], annotations: [] }) as never;

describe('SigMF metadata', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(metadata, (one) => {
        expect(parseSigmfMetadata(encodeSigmfMetadata(one))).toEqual(one);
      }),
      { numRuns: 50 },
    );
  });

  it('have the keys of the standard, the version, and our extension declared where it is used', () => {
    const json: unknown = JSON.parse(
      encodeSigmfMetadata({
        global: { format: 'ci16_le', sampleRateHz: 250_000, geolocation: { longitudeDeg: 15.4, latitudeDeg: 78.2 } },
        captures: [{ sampleStart: 0, frequencyHz: 2.245e9, time: parseUtc('2026-04-24T08:00:00.000000001Z') }],
        annotations: [{ sampleStart: 10, sampleCount: 4144, label: 'frame', esN0Db: 3.5, dopplerHz: -4000 }],
      }),
    );
    expect(json).toEqual({
      global: {
        'core:datatype': 'ci16_le',
        'core:version': '1.2.5',
        'core:sample_rate': 250_000,
        'core:geolocation': { type: 'Point', coordinates: [15.4, 78.2] },
        'core:extensions': [{ name: 'smms', version: '1.0.0', optional: true }],
      },
      captures: [
        { 'core:sample_start': 0, 'core:frequency': 2.245e9, 'core:datetime': '2026-04-24T08:00:00.000000001Z' },
      ],
      annotations: [
        {
          ...{ 'core:sample_start': 10, 'core:sample_count': 4144, 'core:label': 'frame' },
          ...{ 'smms:es_n0_db': 3.5, 'smms:doppler_hz': -4000 },
        },
      ],
    });
  });

  it('takes what others write: no octet order, more decimals than nanoseconds, keys that it does not know', () => {
    const read = parseSigmfMetadata(
      JSON.stringify({
        global: { 'core:datatype': 'cf32', 'core:version': '0.0.2', 'core:num_channels': 1, 'other:key': [1] },
        captures: [{ 'core:sample_start': 0, 'core:datetime': '2020-01-01T00:00:00.12345678987654321Z' }],
        annotations: [{ 'core:sample_start': 3, 'signal:detail': {} }],
      }),
    );
    expect(read).toEqual({
      global: { format: 'cf32_le' },
      captures: [{ sampleStart: 0, time: parseUtc('2020-01-01T00:00:00.123456789Z') }],
      annotations: [{ sampleStart: 3 }],
    });
  });

  it.each<[string, (json: ReturnType<typeof smallest>) => unknown, string]>([
    ['$.global', (json) => Object.assign(json, { global: 1 }), 'an object, found 1'],
    ['$.captures', (json) => Object.assign(json, { captures: undefined }), 'an array, found nothing'],
    ['$.global.core:version', ({ global }) => (global!['core:version'] = '2.0.0'), 'found "2.0.0"'],
    ['$.global.core:datatype', ({ global }) => (global!['core:datatype'] = 'cf16_le'), 'found "cf16_le"'],
    ['$.global.core:datatype', ({ global }) => delete global!['core:datatype'], 'found nothing'],
    ['$.global.core:num_channels', ({ global }) => (global!['core:num_channels'] = 2), '1 (no more are read), found 2'],
    ['$.global.core:sample_rate', ({ global }) => (global!['core:sample_rate'] = 0), 'found 0'],
    ['$.global.core:sha512', ({ global }) => (global!['core:sha512'] = 'ab'), '128 hexadecimal digits'],
    [
      '$.global.core:extensions[0].optional',
      ({ global }) => (global!['core:extensions'] = [{ name: 'x', version: '1', optional: false }]),
      'found "x"',
    ],
    [
      '$.global.core:geolocation.coordinates[1]',
      ({ global }) => (global!['core:geolocation'] = { type: 'Point', coordinates: [78, 91] }),
      'found 91',
    ],
    [
      '$.captures[1].core:sample_start',
      (json) => (json.captures = [{ 'core:sample_start': 5 }, { 'core:sample_start': 4 }]),
      '5 or more, found 4',
    ],
    [
      '$.captures[0].core:datetime',
      (json) => (json.captures = [{ 'core:sample_start': 0, 'core:datetime': '2020-01-01' }]),
      'found "2020-01-01"',
    ],
    [
      '$.captures[0].core:sample_start',
      (json) => (json.captures = [{ 'core:sample_start': 2 ** 53 }]),
      'an integer from 0',
    ],
    [
      '$.annotations[0]',
      (json) => (json.annotations = [{ 'core:sample_start': 0, 'core:freq_lower_edge': 1 }]),
      'both edges',
    ],
    ['$.annotations[0].core:label', (json) => (json.annotations = [{ 'core:sample_start': 0, 'core:label': 7 }]), '7'],
  ])('refuses what is wrong at %s', (where, spoil, message) => {
    const json = smallest();
    spoil(json);
    const read = (): SigmfMetadata => parseSigmfMetadata(JSON.stringify(json));
    expect(read).toThrow(SigmfError);
    expect(read).toThrow(`SigMF metadata: ${where}: expected `);
    expect(read).toThrow(message);
  });

  it('refuses what is no JSON', () => {
    expect(() => parseSigmfMetadata('{')).toThrow(/SigMF metadata: \$: expected JSON/);
  });

  it.each<[SigmfMetadata, string]>([
    [{ global: { format: 'cf32_le', sampleRateHz: 0.5 }, captures: [], annotations: [] }, '$.global.core:sample_rate'],
    [
      { global: { format: 'cf32_le' }, captures: [], annotations: [{ sampleStart: 0, esN0Db: NaN }] },
      '$.annotations[0].smms:es_n0_db',
    ],
    [
      { global: { format: 'cf32_le' }, captures: [{ sampleStart: 1 }, { sampleStart: 0 }], annotations: [] },
      '$.captures[1].core:sample_start',
    ],
  ])('does not write what the standard does not allow', (one, where) => {
    expect(() => encodeSigmfMetadata(one)).toThrow(`SigMF metadata: ${where}: expected `);
  });
});
