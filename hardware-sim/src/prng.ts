/**
 * A deterministic generator: xoshiro128** of Blackman and Vigna. What is drawn depends on its key alone, so that each CADU, each
 * antenna and each parameter can have a generator of its own and the order in which they are asked does not matter.
 */
export class Prng {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** From four 32-bit words, not all zero. */
  constructor(words: readonly [number, number, number, number]) {
    [this.a, this.b, this.c, this.d] = words.map((word) => word >>> 0) as [number, number, number, number];
    if ((this.a | this.b | this.c | this.d) === 0) this.a = 1;
  }

  /** The generator of a key: a seed, names, numbers (safe integers). */
  static of(...key: readonly (string | number)[]): Prng {
    const [a, b] = hashKey(key);
    let state = a;
    const next = (): number => (state = scramble((state + 0x9e3779b9 + b) >>> 0));
    return new Prng([next(), next(), next(), next()]);
  }

  /** 32 random bits as an unsigned number. */
  next32(): number {
    const five = Math.imul(this.b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return ((this.next32() >>> 5) * 67_108_864 + (this.next32() >>> 6)) / 9_007_199_254_740_992;
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  /** Gaussian of mean 0 and deviation 1 (Box and Muller). */
  gaussian(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /**
   * Trials without an event before the next one, each trial having it with `probability`: a geometric number, Infinity for
   * probability 0. So rare errors cost nothing for the bits between them.
   */
  skip(probability: number): number {
    if (probability <= 0) return Number.POSITIVE_INFINITY;
    if (probability >= 1) return 0;
    return Math.floor(Math.log(1 - this.uniform()) / Math.log1p(-probability));
  }
}

/** Finaliser of MurmurHash3: every input bit changes every output bit with even chance. */
function scramble(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hashKey(key: readonly (string | number)[]): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x2545f491;
  const add = (word: number): void => {
    a = scramble(a ^ word);
    b = scramble((b + Math.imul(word, 0x9e3779b1)) >>> 0);
  };
  for (const part of key) {
    if (typeof part === 'number') {
      add(Math.floor(part / 4_294_967_296) >>> 0);
      add(part >>> 0);
    } else {
      add(part.length);
      for (let i = 0; i < part.length; i++) add(part.charCodeAt(i));
    }
  }
  return [a, b];
}

/** 32 bits that belong to a key. */
export function hashOf(...key: readonly (string | number)[]): number {
  return hashKey(key)[0];
}

/** A uniform number in [0, 1), 32 bits, that belongs to a hash and a whole number: quicker than a generator of its own. */
export function uniformAt(hash: number, step: number): number {
  const low = scramble((hash ^ step) >>> 0);
  return scramble((low + Math.floor(step / 4_294_967_296)) >>> 0) / 4_294_967_296;
}
