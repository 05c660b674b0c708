// Our SigMF metadata against the JSON Schema of the standard, by a validator that is not ours.
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { type SigmfMetadata, encodeSigmfMetadata, parseSigmfMetadata } from '@app/radio';
import { parseUtc } from '@app/time';
import { describeWith, runPython } from './judge.js';

const schema = join(process.env.SMMS_ORACLES ?? '', 'radio', 'sigmf-schema.json');

async function faults(text: string): Promise<string[]> {
  const { code, stdout, stderr } = await runPython('peers/validate_sigmf.py', [schema], text);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

const time = parseUtc('2026-04-24T08:00:00.123456789Z');
const everything: SigmfMetadata = {
  global: {
    ...{ format: 'ci16_le', sampleRateHz: 250_000, hardware: 'simulated receiver', recorder: 'smms', author: 'SMMS' },
    ...{ license: 'https://creativecommons.org/licenses/by-sa/4.0/', description: 'A pass.', sha512: 'a1'.repeat(64) },
    geolocation: { longitudeDeg: 15.39, latitudeDeg: 78.23, altitudeM: 458 },
    ...{ offset: 0, dataset: 'pass.sigmf-data', trailingOctets: 3 },
    extensions: [{ name: 'antenna', version: '1.0.0', optional: true }],
  },
  captures: [
    { sampleStart: 0, frequencyHz: 2.245e9, time, globalIndex: 0 },
    { sampleStart: 500, frequencyHz: 2.245e9, time: time + 4_000_000n, globalIndex: 1000, headerOctets: 4 },
  ],
  annotations: [
    {
      ...{ sampleStart: 100, sampleCount: 20_720, label: 'frame', comment: 'VC 3, count 17', generator: 'smms' },
      ...{ uuid: '0e2f9d2c-3b7c-4b8e-9e0a-6d0f6a1f2b3c', lowerEdgeHz: 2.24496e9, upperEdgeHz: 2.24503e9 },
      ...{ esN0Db: 3.2, earthReceiveTime: time, correctedSymbols: 4, dopplerHz: -41_200.5 },
      ...{ azimuthDeg: 181.5, elevationDeg: 12.25 },
    },
  ],
};

describeWith(['jsonschema'], 'SigMF metadata as the standard has them', () => {
  it('with every field that we write', async () => {
    expect(await faults(encodeSigmfMetadata(everything))).toEqual([]);
  });

  it('with none that may be left out', async () => {
    const least = encodeSigmfMetadata({ global: { format: 'cu8' }, captures: [], annotations: [] });
    expect(await faults(least)).toEqual([]);
  });

  it.each(['cf32_le', 'cf64_be', 'ci32_le', 'ci16_be', 'ci8', 'cu8', 'cu16_le', 'rf32_le', 'ri16_le', 'ru8'] as const)(
    'with samples of the form %s',
    async (format) => {
      expect(await faults(encodeSigmfMetadata({ ...everything, global: { format } }))).toEqual([]);
    },
  );

  it.each([
    ['"core:sample_rate": 250000', '"core:sample_rate": 0', '$.global.core:sample_rate'],
    ['"core:datatype": "ci16_le"', '"core:datatype": "xi16"', '$.global.core:datatype'],
    ['"core:sample_start": 500', '"core:sample_start": -1', '$.captures[1].core:sample_start'],
    ['"type": "Point"', '"type": "Line"', '$.global.core:geolocation.type'],
  ])('and both refuse %s made %s', async (from, to, where) => {
    const spoilt = encodeSigmfMetadata(everything).replace(from, to);
    expect(spoilt).toContain(to);
    expect(() => parseSigmfMetadata(spoilt)).toThrow(where);
    expect((await faults(spoilt)).join()).toContain(where.replace(/core:\w+$/, ''));
  });
});
