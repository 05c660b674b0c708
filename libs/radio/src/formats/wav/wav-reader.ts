import { SampleDecoder } from '../samples/sample-stream.js';
import { type WavForm, parseCentreFrequency, parseDataSize64, parseFormatChunk } from './wav-chunks.js';
import { UNKNOWN_LENGTH, WavError, type WavHeader, wavSampleFormat } from './wav-header.js';

/** A chunk that is looked into is not longer; others are passed over, however long they are. */
const LONGEST_READ_CHUNK = 65_536;
const NO_OCTETS = new Uint8Array(0);

export interface WavEnd {
  /** Octets of samples that the header promised and that did not come; 0 where it promised none. */
  readonly missingOctets: number;
  /** Octets of a last sample that is not whole. */
  readonly cutOctets: number;
}

/** Takes a WAV file in chunks of any size and gives its samples; what stands behind them is passed over. */
export class WavReader {
  private held: Uint8Array = NO_OCTETS;
  /** Octets before `held`. */
  private passed = 0;
  private toSkip = 0;
  private container: WavHeader['container'] | null = null;
  private form: WavForm | null = null;
  private dataSize64: number | null = null;
  private centreFrequencyHz: number | null = null;
  private known: WavHeader | null = null;
  private decoder: SampleDecoder | null = null;
  private dataLeft = Infinity;

  /** Null until all that stands before the first sample has come. */
  get header(): WavHeader | null {
    return this.known;
  }

  /** The samples that this chunk completes: none while the header lasts. Throws WavError; nothing follows then. */
  push(chunk: Uint8Array): Float32Array {
    if (this.known === null) {
      this.held = joined(this.held, chunk);
      while (this.known === null && this.step());
      if (this.decoder === null) return new Float32Array(0);
      const rest = this.held;
      this.held = NO_OCTETS;
      return this.data(rest);
    }
    return this.data(chunk);
  }

  /** The file has ended. Throws WavError where that was before the first sample. */
  end(): WavEnd {
    if (this.decoder === null)
      throw new WavError('WAV file', 'end', 'chunks "fmt " and "data"', `${this.passed + this.held.length} octets`);
    const { dataOctets } = this.known!;
    return { missingOctets: dataOctets === null ? 0 : this.dataLeft, cutOctets: this.decoder.heldOctets };
  }

  private data(octets: Uint8Array): Float32Array {
    const wanted = Math.min(octets.length, this.dataLeft);
    this.dataLeft -= wanted;
    return this.decoder!.push(octets.subarray(0, wanted));
  }

  private take(octets: number): Uint8Array {
    const taken = this.held.subarray(0, octets);
    this.held = this.held.subarray(octets);
    this.passed += octets;
    return taken;
  }

  /** One step through the header; false where more octets are wanted. */
  private step(): boolean {
    if (this.toSkip > 0) {
      const octets = Math.min(this.toSkip, this.held.length);
      this.take(octets);
      this.toSkip -= octets;
      return octets > 0;
    }
    return this.container === null ? this.openContainer() : this.openChunk(this.container);
  }

  private openContainer(): boolean {
    if (this.held.length < 12) return false;
    const head = this.take(12);
    const container = text(head, 0);
    if (container !== 'RIFF' && container !== 'RF64' && container !== 'BW64')
      throw new WavError('WAV file', 'octet 0', 'RIFF, RF64 or BW64', JSON.stringify(container));
    if (text(head, 8) !== 'WAVE') throw new WavError('WAV file', 'octet 8', 'WAVE', JSON.stringify(text(head, 8)));
    this.container = container;
    return true;
  }

  private openChunk(container: WavHeader['container']): boolean {
    if (this.held.length < 8) return false;
    const name = text(this.held, 0);
    const length = new DataView(this.held.buffer, this.held.byteOffset).getUint32(4, true);
    if (name === 'data') {
      this.take(8);
      this.openData(container, length);
      return false;
    }
    if (name !== 'fmt ' && name !== 'ds64' && name !== 'auxi') {
      this.take(8);
      this.toSkip = length + (length % 2);
      return true;
    }
    if (length > LONGEST_READ_CHUNK)
      throw new WavError('WAV file', `chunk "${name}", length`, `at most ${LONGEST_READ_CHUNK} octets`, `${length}`);
    if (this.held.length < 8 + length) return false;
    this.take(8);
    const octets = this.take(length);
    this.toSkip = length % 2;
    if (name === 'fmt ') this.form = parseFormatChunk(octets);
    else if (name === 'ds64') this.dataSize64 = parseDataSize64(octets);
    else this.centreFrequencyHz = parseCentreFrequency(octets);
    return true;
  }

  private openData(container: WavHeader['container'], length: number): void {
    if (this.form === null) throw new WavError('WAV file', 'chunk "data"', 'a chunk "fmt " before it', 'none');
    const stated = container !== 'RIFF' && length === UNKNOWN_LENGTH ? (this.dataSize64 ?? 0) : length;
    const dataOctets = stated === 0 || stated === UNKNOWN_LENGTH ? null : stated;
    const { centreFrequencyHz } = this;
    this.known = { container, ...this.form, dataOffset: this.passed, dataOctets, centreFrequencyHz };
    this.dataLeft = dataOctets ?? Infinity;
    this.decoder = new SampleDecoder(wavSampleFormat(this.form));
  }
}

const text = (octets: Uint8Array, at: number): string => String.fromCharCode(...octets.subarray(at, at + 4));

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
