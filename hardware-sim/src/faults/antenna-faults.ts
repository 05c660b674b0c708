import { type MissionClock } from '@app/platform';
import { type Tai } from '@app/time';
import { type Interference } from '../iq/interference.js';
import { type FaultOf, type LinkDevice, placesOf } from './fault.js';
import { type FaultBook } from './fault-book.js';

/** A piece of the stream that is lost at an instant. */
export interface SampleDrop {
  readonly at: Tai;
  /** Samples of an SDR, bits of a baseband unit. */
  readonly samples: number;
}

/** Nominal carrier of a spacecraft, Hz; of the first of the simulation where none is named. */
export type CarrierOf = (spacecraft: string | undefined) => number;

/**
 * What is wrong at one antenna, in mission time. Without `at` it is asked for now; who works through what came in earlier asks for that
 * instant, so that it does not matter when it does.
 */
export interface AntennaFaults {
  /** Taken off one spacecraft's signal, fades of every spacecraft among them, dB. */
  fadeDb(spacecraft: string, at?: Tai): number;
  /** Every interfering carrier. */
  interferences(at?: Tai): readonly Interference[];
  /** The demodulator cannot hold lock at some instant of a span. */
  isLockLost(start: Tai, end: Tai): boolean;
  /** Time tags less true time, seconds. */
  clockOffsetS(at?: Tai): number;
  /** Samples lost since `reader` asked last, at its first question since the start; a stream asks once when it begins. */
  takeSampleDrops(reader?: string): number;
  /** Those from `start` up to `end`, not including it. */
  sampleDrops(start: Tai, end: Tai): readonly SampleDrop[];
  /** No telemetry comes through connections that stay. */
  isStalled(at?: Tai): boolean;
  isStalledDuring(start: Tai, end: Tai): boolean;
  isCut(device: LinkDevice, at?: Tai): boolean;
  /** The antenna's oscillators less what they are set to, Hz, in reception and transmission. */
  frequencyErrorHz(at?: Tai): number;
  /** The same of a spacecraft's. */
  spacecraftFrequencyErrorHz(spacecraft: string, at?: Tai): number;
}

/** Of an antenna with which nothing is ever wrong. */
export const noAntennaFaults: AntennaFaults = {
  fadeDb: () => 0,
  interferences: () => [],
  isLockLost: () => false,
  clockOffsetS: () => 0,
  takeSampleDrops: () => 0,
  sampleDrops: () => [],
  isStalled: () => false,
  isStalledDuring: () => false,
  isCut: () => false,
  frequencyErrorHz: () => 0,
  spacecraftFrequencyErrorHz: () => 0,
};

/** What the book says of one antenna. */
export class BookedAntennaFaults implements AntennaFaults {
  private readonly taken = new Map<string, Tai>();

  constructor(
    private readonly antenna: string,
    private readonly book: FaultBook,
    private readonly clock: MissionClock,
    private readonly carrierOf: CarrierOf,
  ) {}

  fadeDb(spacecraft: string, at = this.clock.now()): number {
    return sum(this.at('fade', at), (fade) => ((fade.spacecraft ?? spacecraft) === spacecraft ? fade.db : 0));
  }

  interferences(at = this.clock.now()): readonly Interference[] {
    return this.at('interference', at).map(({ spacecraft, offsetHz, cN0DbHz }) => ({
      frequencyHz: this.carrierOf(spacecraft) + offsetHz,
      cN0DbHz,
    }));
  }

  isLockLost(start: Tai, end: Tai): boolean {
    return this.book.during('lost-lock', start, end).some(({ fault }) => fault.antenna === this.antenna);
  }

  clockOffsetS(at = this.clock.now()): number {
    return sum(this.at('clock-jump', at), ({ seconds }) => seconds);
  }

  takeSampleDrops(reader = ''): number {
    const now = this.clock.now();
    const since = this.taken.get(reader) ?? 0n;
    // What happens now is taken now: the end of a span is not part of it.
    this.taken.set(reader, now + 1n);
    return this.sampleDrops(since, now + 1n).reduce((total, { samples }) => total + samples, 0);
  }

  sampleDrops(start: Tai, end: Tai): readonly SampleDrop[] {
    return this.book
      .happening('sample-drop', start, end)
      .filter(({ fault }) => fault.antenna === this.antenna)
      .map(({ from, fault: { samples } }) => ({ at: from, samples }));
  }

  isStalled(at = this.clock.now()): boolean {
    return this.at('stream-stall', at).length > 0;
  }

  isStalledDuring(start: Tai, end: Tai): boolean {
    return this.book.during('stream-stall', start, end).some(({ fault }) => fault.antenna === this.antenna);
  }

  isCut(device: LinkDevice, at = this.clock.now()): boolean {
    return this.at('link-cut', at).some((cut) => cut.device === device || cut.device === 'all');
  }

  frequencyErrorHz(at = this.clock.now()): number {
    return sum(this.at('wrong-frequency', at), ({ offsetHz }) => offsetHz);
  }

  spacecraftFrequencyErrorHz(spacecraft: string, at = this.clock.now()): number {
    return sum(this.book.at('wrong-frequency', at), ({ fault }) =>
      fault.spacecraft === spacecraft ? fault.offsetHz : 0,
    );
  }

  /** Those at this antenna that hold at an instant. */
  private at<Kind extends AntennaFaultKind>(kind: Kind, at: Tai): readonly FaultOf<Kind>[] {
    return this.book
      .at(kind, at)
      .map(({ fault }): FaultOf<Kind> => fault)
      .filter((fault) => placesOf(fault).antenna === this.antenna);
  }
}

type AntennaFaultKind =
  'fade' | 'interference' | 'lost-lock' | 'clock-jump' | 'stream-stall' | 'link-cut' | 'wrong-frequency';

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
