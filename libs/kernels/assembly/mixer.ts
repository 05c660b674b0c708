// Turns complex samples by a phase that is a cubic of the sample's index, evaluated for each sample: no error adds up.
import { cosineOfTurns, sineOfTurns, turnLanes } from './maths/lanes';

const CHUNK = 2048;

const samples: usize = memory.data(8 * CHUNK, 16);

export function samplesAt(): usize { return samples; }

/** In place; sample n is turned by c0 + c1 k + c2 k² + c3 k³ turns, k = k0 + n. Works in fours. */
export function rotate(count: u32, c0: f64, c1: f64, c2: f64, c3: f64, k0: f64): void {
  let place = samples;
  let k = k0;
  for (let n: u32 = 0; n < count; n += 4, k += 4) {
    const turns = turnLanes(c0, c1, c2, c3, k);
    const cosine = cosineOfTurns(turns);
    const sine = sineOfTurns(turns);
    const first = v128.load(place);
    const second = v128.load(place, 16);
    const i = i32x4.shuffle(first, second, 0, 2, 4, 6);
    const q = i32x4.shuffle(first, second, 1, 3, 5, 7);
    const turnedI = f32x4.sub(f32x4.mul(i, cosine), f32x4.mul(q, sine));
    const turnedQ = f32x4.add(f32x4.mul(i, sine), f32x4.mul(q, cosine));
    v128.store(place, i32x4.shuffle(turnedI, turnedQ, 0, 4, 1, 5));
    v128.store(place, i32x4.shuffle(turnedI, turnedQ, 2, 6, 3, 7), 16);
    place += 32;
  }
}
