import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  EarthFixedPath,
  type Station,
  createPropagator,
  dopplerProfile,
  parseElements,
  sampleEphemeris,
  sgp4Trajectory,
  toOemKvn,
} from '@app/orbit';
import { parseUtc } from '@app/time';
import { type DopplerOptions, runDoppler } from '../doppler/doppler-run.js';
import { type CommandAnswer, runCommand } from './testing/run-command.js';
import { sampleFiles, sampleOmm, sampleSpan } from './testing/sample-inputs.js';

interface Answer {
  readonly model: { readonly elements: readonly { readonly source: { readonly format: string } }[] };
  readonly contacts: readonly {
    readonly contact: { readonly aos: string; readonly los: string; readonly losOpen: boolean };
    readonly notes: readonly string[];
    readonly rows: readonly {
      readonly utc: string;
      readonly rangeKm: number;
      readonly downlink: { readonly offsetHz: number };
    }[];
  }[];
}
const answerOf = ({ out }: CommandAnswer): Answer => JSON.parse(out) as Answer;

/** An operator's ephemeris with the motion of the sample elements. */
function ephemerisUntil(end: string): string {
  const { elementSets } = parseElements(JSON.stringify([sampleOmm]), 'sample');
  const segment = sampleEphemeris(sgp4Trajectory(createPropagator(elementSets[0]!)), {
    ...{ objectName: 'TEST-1', objectId: '799500001', stepSeconds: 60 },
    ...{ from: parseUtc('2026-04-25T04:30:00Z'), to: parseUtc(end) },
    ...{ interpolation: 'LAGRANGE', interpolationDegree: 9 },
  });
  return toOemKvn({
    ...{ created: parseUtc('2026-04-24T12:00:00Z'), originator: 'TEST', messageId: undefined },
    ...{ classification: undefined, comments: [], segments: [segment] },
  });
}

describe('the motion along a contact', () => {
  let files = sampleFiles;
  beforeAll(() => {
    files = {
      ...sampleFiles,
      'long.oem': ephemerisUntil('2026-04-25T08:00:00Z'),
      'short.oem': ephemerisUntil('2026-04-25T05:25:00Z'),
    };
  });
  const run = (options: Partial<DopplerOptions>): Promise<CommandAnswer> =>
    runCommand(files, (io) =>
      runDoppler({ ...sampleSpan, downlinkHz: '2245e6', step: '60', format: 'json', contact: '1', ...options }, io),
    );

  it("is an operator's ephemeris where there is one, and gives what its elements give", async () => {
    const [byElements] = answerOf(await run({})).contacts;
    const answer = answerOf(await run({ elements: ['one.json', 'long.oem'] }));
    expect(answer.model.elements.map(({ source }) => source.format)).toContain('oem-kvn');
    const [byEphemeris] = answer.contacts;
    expect(byEphemeris!.rows).toHaveLength(byElements!.rows.length);
    for (const [i, { downlink }] of byEphemeris!.rows.entries())
      expect(Math.abs(downlink.offsetHz - byElements!.rows[i]!.downlink.offsetHz)).toBeLessThan(0.2);
    expect(byEphemeris!.notes).toEqual([]);
  });

  it('a row has the range of the time that it is written with, not of the digits behind it', async () => {
    const { contacts } = answerOf(await run({ contact: 'all', step: '600' }));
    const { elementSets } = parseElements(JSON.stringify([sampleOmm]), 'sample');
    const trajectory = sgp4Trajectory(createPropagator(elementSets[0]!));
    const station = (sampleFiles['stations.json'] as Station[])[0]!;
    for (const { contact, rows } of contacts) {
      expect([rows[0]!.utc, rows.at(-1)!.utc]).toEqual([contact.aos, contact.los]);
      const path = new EarthFixedPath(trajectory, parseUtc(rows[0]!.utc), 'none');
      const { rangeM } = dopplerProfile(path, station, 0, 1, 1, {});
      // A microsecond is 7 mm: the written millimetre is half a one off at most.
      expect(Math.abs(rows[0]!.rangeKm * 1000 - rangeM[0]!)).toBeLessThan(0.0006);
    }
  });

  it('an ephemeris alone ends the contact where it ends', async () => {
    const { code, out, err } = await run({ elements: ['short.oem'] });
    expect(code).toBe(0);
    const [contact] = answerOf({ code, out, err }).contacts;
    expect(contact!.contact.losOpen).toBe(true);
    expect(contact!.contact.los).toBe('2026-04-25T05:25:00.000000Z');
    expect(contact!.rows.at(-1)!.utc).toBe('2026-04-25T05:25:00.000000Z');
    expect(err).toContain('error: TEST-1:');
  });

  it('a contact that two sources share has the motion of one all along, and says so', async () => {
    const [contact] = answerOf(await run({ elements: ['one.json', 'short.oem'] })).contacts;
    const [whole] = answerOf(await run({})).contacts;
    expect(contact!.contact.los.slice(0, 22)).toBe(whole!.contact.los.slice(0, 22));
    expect(contact!.notes[0]).toMatch(
      /^the contact reaches beyond the part of the span that this motion was chosen for/,
    );
    // TCA is in the ephemeris: behind its end there are no rows, and that is said.
    expect(contact!.rows.at(-1)!.utc < '2026-04-25T05:25:00.000001Z').toBe(true);
    expect(contact!.notes[1]).toMatch(/^\d+ rows are missing, .* to 2026-04-25T05:30:09\.28/);
  });
});
