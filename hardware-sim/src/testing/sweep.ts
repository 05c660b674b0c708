import { CarrierProfile } from '@app/radio';

/** A carrier that goes up by so many hertz, down by as many and back, in all in so many seconds. */
export function sweepOf(hz: number, seconds: number): CarrierProfile {
  const corners = [0, hz, -hz, 0];
  const times = [0, 0.25, 0.75, 1];
  const knots = Array.from({ length: 121 }, (_, n) => {
    const part = n / 120;
    const leg = part < 0.25 ? 0 : part < 0.75 ? 1 : 2;
    const along = (part - times[leg]!) / (times[leg + 1]! - times[leg]!);
    return { atS: part * seconds + 0.15, hz: corners[leg]! + along * (corners[leg + 1]! - corners[leg]!) };
  });
  return new CarrierProfile(knots);
}
