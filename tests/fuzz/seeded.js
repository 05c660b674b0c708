// Random values from a seed: the same seed gives the same case.
export class Seeded {
  constructor(seed) {
    this.state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x85ebca6b) >>> 0 || 1;
    this.next();
    this.next();
  }

  /** 0 to 2^32 - 1. */
  next() {
    let { state } = this;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (this.state = state >>> 0);
  }

  /** 0 to limit - 1. */
  below(limit) {
    return this.next() % limit;
  }

  oneOf(values) {
    return values[this.below(values.length)];
  }

  /** True once in `n`. */
  onceIn(n) {
    return this.below(n) === 0;
  }

  octets(length) {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.next() >>> 24;
    return bytes;
  }

  /** A copy with bits flipped, octets replaced, cut short, or made longer; as it was once in eight. */
  mutated(bytes) {
    let result = bytes.slice();
    if (this.onceIn(8)) return result;
    for (let n = 1 + this.below(4); n > 0; n--) {
      const at = this.below(Math.max(1, result.length));
      switch (this.below(5)) {
        case 0:
          result[at] ^= 1 << this.below(8);
          break;
        case 1:
          result[at] = this.oneOf([0, 0xff, 0x7f, 0x80, 0xfe]);
          break;
        case 2:
          result = result.slice(0, at);
          break;
        case 3:
          result = Uint8Array.from([...result, ...this.octets(this.below(9))]);
          break;
        default:
          result[at] = this.next() >>> 24;
      }
    }
    return result;
  }
}
