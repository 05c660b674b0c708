import { type EncodedItems, decodeItems, encodeItems } from './items.js';
import { type SampleFormat, type SampleFormatName, parseSampleFormat, sampleOctets } from './sample-format.js';

const formOf = (format: SampleFormat | SampleFormatName): SampleFormat =>
  typeof format === 'string' ? parseSampleFormat(format) : format;

/** Octets in chunks of any size to samples: I and Q interleaved where the form is complex. Full scale is 1. */
export class SampleDecoder {
  readonly format: SampleFormat;
  private readonly octetsPerSample: number;
  private held = new Uint8Array(0);

  /** Throws SampleFormatError. */
  constructor(format: SampleFormat | SampleFormatName) {
    this.format = formOf(format);
    this.octetsPerSample = sampleOctets(this.format);
  }

  /** Octets that wait for the rest of their sample. At the end of a stream they are what was cut off. */
  get heldOctets(): number {
    return this.held.length;
  }

  /** The samples that this chunk completes, in a new array. Floats are given as they are, NaN and infinity, too. */
  push(chunk: Uint8Array): Float32Array {
    let octets = chunk;
    if (this.held.length > 0) {
      octets = new Uint8Array(this.held.length + chunk.length);
      octets.set(this.held);
      octets.set(chunk, this.held.length);
    }
    const whole = octets.length - (octets.length % this.octetsPerSample);
    this.held = new Uint8Array(octets.subarray(whole));
    return decodeItems(octets.subarray(0, whole), this.format.item);
  }
}

/** Samples to octets, with a count of what did not fit. */
export class SampleEncoder {
  readonly format: SampleFormat;
  private saturatedItems = 0;
  private undefinedItems = 0;

  /** Throws SampleFormatError. */
  constructor(format: SampleFormat | SampleFormatName) {
    this.format = formOf(format);
  }

  /** Numbers beyond full scale until now (I and Q count one each); they became the last integer. */
  get saturated(): number {
    return this.saturatedItems;
  }

  /** NaN until now; they became 0 in forms of integers. */
  get notNumbers(): number {
    return this.undefinedItems;
  }

  encode(samples: Float32Array): Uint8Array {
    const { octets, saturated, notNumbers }: EncodedItems = encodeItems(samples, this.format.item);
    this.saturatedItems += saturated;
    this.undefinedItems += notNumbers;
    return octets;
  }
}
