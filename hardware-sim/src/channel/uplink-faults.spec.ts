import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Transmission } from '@app/radio';
import { type Tai } from '@app/time';
import { type AntennaFaults, noAntennaFaults } from '../faults/antenna-faults.js';
import { CommandedSpacecraft, tuning } from '../testing/commanded-spacecraft.js';
import { UplinkBeam } from './uplink-beam.js';

describe('an uplink with faults', () => {
  const craft = new CommandedSpacecraft();
  let transmission: Transmission;
  let now: Tai;
  const beam = (faults: Partial<AntennaFaults>): UplinkBeam => {
    const source = craft.beams[0]?.source;
    if (source === undefined) throw new Error('no beam');
    return new UplinkBeam(
      { ...source, faults: { ...noAntennaFaults, ...faults } },
      craft.lineOfSight,
      tuning.carrierHz,
      'GF-1',
    );
  };
  beforeAll(() => {
    craft.acquire();
    now = craft.clock.now();
    const [first] = craft.transmitter.modulator.transmissions;
    if (first === undefined) throw new Error('no transmission');
    transmission = first;
  });

  it('is weaker by a fade, and not heard in a deep one', () => {
    const faded = (db: number): UplinkBeam => beam({ fadeDb: (spacecraft) => (spacecraft === 'GF-1' ? db : 0) });
    const clear = beam({});
    expect(clear.levelDbm(now) - faded(20).levelDbm(now)).toBeCloseTo(20, 9);
    expect(faded(20).isHeard(transmission, now)).toBe(true);
    // To -120 dBm, and a little more.
    const margin = clear.levelDbm(now) + 120;
    expect(margin).toBeGreaterThan(25);
    expect([margin - 0.01, margin + 0.01].map((db) => faded(db).isHeard(transmission, now))).toEqual([true, false]);
  });

  it('is off by the error of the antenna less that of the spacecraft', () => {
    const clear = beam({}).frequencyOffsetHz(transmission, now);
    const antenna = beam({ frequencyErrorHz: () => 30_000 });
    const spacecraft = beam({ spacecraftFrequencyErrorHz: (id) => (id === 'GF-1' ? 30_000 : 0) });
    // Doppler of the error itself is less than a hertz.
    expect(Math.abs(antenna.frequencyOffsetHz(transmission, now) - clear - 30_000)).toBeLessThan(1);
    expect(spacecraft.frequencyOffsetHz(transmission, now)).toBeCloseTo(clear - 30_000, 6);
    expect(antenna.isHeard(transmission, now)).toBe(true);
    expect(beam({ frequencyErrorHz: () => 160_000 }).isHeard(transmission, now)).toBe(false);
  });
});
