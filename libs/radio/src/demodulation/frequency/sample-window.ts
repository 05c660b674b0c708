/** The last samples of a real stream. Places count samples since its beginning; before it there are zeros. */
export class SampleWindow {
  private samples = new Float32Array(8192);
  /** Place of `samples[0]`. */
  private base: number;
  private length: number;

  constructor(private readonly zerosBefore: number) {
    this.base = -zerosBefore;
    this.length = zerosBefore;
  }

  /** Place behind the last sample. */
  get end(): number {
    return this.base + this.length;
  }

  /** Place of the first sample that is held. */
  get first(): number {
    return this.base;
  }

  /** All that is held; `first` is the place of its first sample. */
  get held(): Float32Array {
    return this.samples;
  }

  /** Room for `count` more samples behind those there, to be written by the caller at once. */
  grow(count: number): Float32Array {
    if (this.length + count > this.samples.length) {
      const larger = new Float32Array(2 * (this.length + count));
      larger.set(this.samples.subarray(0, this.length));
      this.samples = larger;
    }
    const room = this.samples.subarray(this.length, this.length + count);
    this.length += count;
    return room;
  }

  /** Forgets what stands before `place`; seldom moves what is left. */
  dropBefore(place: number): void {
    const dropped = Math.floor(place) - this.base;
    if (dropped < this.samples.length / 2 || dropped > this.length) return;
    this.samples.copyWithin(0, dropped, this.length);
    this.base += dropped;
    this.length -= dropped;
  }

  clear(): void {
    this.samples.fill(0);
    this.base = -this.zerosBefore;
    this.length = this.zerosBefore;
  }
}
