import { type Tai } from '@app/time';
import { type MissionClock } from '@app/platform';

export const vfos = ['VFOA', 'VFOB'] as const;
/** The two tunings that a transceiver holds. */
export type Vfo = (typeof vfos)[number];

/** The passband that a mode has unless another is asked for, Hz. */
export const transceiverModes = {
  AM: 8000,
  CW: 500,
  USB: 2400,
  LSB: 2400,
  RTTY: 300,
  FM: 15_000,
  WFM: 230_000,
  CWR: 500,
  RTTYR: 300,
  PKTLSB: 2400,
  PKTUSB: 2400,
  PKTFM: 15_000,
} as const satisfies Record<string, number>;
export type TransceiverMode = keyof typeof transceiverModes;

/** One tuning as the dial shows it. */
export interface Dial {
  readonly frequencyHz: number;
  readonly mode: TransceiverMode;
  readonly passbandHz: number;
}

/** What the radio does in truth, from `since` on. */
export interface Tuning {
  readonly since: Tai;
  readonly receiveHz: number;
  readonly transmitHz: number;
  readonly mode: TransceiverMode;
  readonly passbandHz: number;
  /** Keyed, and powered. */
  readonly transmitting: boolean;
  readonly powered: boolean;
}

export interface FrequencyRange {
  readonly minHz: number;
  readonly maxHz: number;
}

const MOST_TUNINGS = 20_000;
const DEFAULT_RANGE: FrequencyRange = { minHz: 150e3, maxHz: 30e9 };

/**
 * A radio with two VFOs in mission time: it receives on the current one and transmits on it, too, or on another in split operation. What
 * it did is kept until it is forgotten, so that the channel can ask what it was tuned to when a signal came in. Levels and functions are
 * kept as they were set, and change nothing.
 */
export class TransceiverSimulator {
  current: Vfo = 'VFOA';
  private readonly dials: Record<Vfo, Dial> = {
    VFOA: { frequencyHz: 145e6, mode: 'FM', passbandHz: transceiverModes.FM },
    VFOB: { frequencyHz: 145e6, mode: 'FM', passbandHz: transceiverModes.FM },
  };
  private splitOn = false;
  /** Where it transmits in split operation. */
  splitVfo: Vfo = 'VFOB';
  private keyed = false;
  private on = true;
  private errorHz = 0;
  private tunings: Tuning[] = [];
  readonly levels = new Map<string, number>();
  readonly functions = new Map<string, boolean>();

  constructor(
    private readonly clock: MissionClock,
    readonly range: FrequencyRange = DEFAULT_RANGE,
  ) {
    this.changed();
  }

  get split(): boolean {
    return this.splitOn;
  }

  get transmitVfo(): Vfo {
    return this.splitOn ? this.splitVfo : this.current;
  }

  get pushToTalk(): boolean {
    return this.keyed;
  }

  get powered(): boolean {
    return this.on;
  }

  dial(vfo: Vfo = this.current): Dial {
    return this.dials[vfo];
  }

  /** False, and nothing changes, where the radio does not go. Whole hertz: what is below is cut off. */
  tune(frequencyHz: number, vfo: Vfo = this.current): boolean {
    const hertz = Math.trunc(frequencyHz);
    if (!(hertz >= this.range.minHz && hertz <= this.range.maxHz)) return false;
    this.dials[vfo] = { ...this.dials[vfo], frequencyHz: hertz };
    this.changed();
    return true;
  }

  /** A passband of 0 is the mode's usual one, of -1 the one that is set. */
  setMode(mode: TransceiverMode, passbandHz: number, vfo: Vfo = this.current): void {
    const usual = passbandHz === 0 ? transceiverModes[mode] : passbandHz;
    const wanted = passbandHz < 0 ? this.dials[vfo].passbandHz : usual;
    this.dials[vfo] = { ...this.dials[vfo], mode, passbandHz: wanted };
    this.changed();
  }

  select(vfo: Vfo): void {
    this.current = vfo;
    this.changed();
  }

  setSplit(on: boolean, transmitVfo: Vfo): void {
    this.splitOn = on;
    if (on) this.splitVfo = transmitVfo;
    this.changed();
  }

  key(down: boolean): void {
    this.keyed = down;
    this.changed();
  }

  power(on: boolean): void {
    this.on = on;
    if (!on) this.keyed = false;
    this.changed();
  }

  /** Fault: the oscillator is off by so much, in reception and transmission; the dial does not show it. 0 mends it. */
  wrongFrequency(offsetHz: number): void {
    this.errorHz = offsetHz;
    this.changed();
  }

  tuning(): Tuning {
    return this.tuningAt(this.clock.now());
  }

  /** What the radio does, or did, at an instant, in truth; before all that is remembered, the first that is. */
  tuningAt(at: Tai): Tuning {
    return this.tunings.findLast(({ since }) => since <= at) ?? (this.tunings[0] as Tuning);
  }

  /** Forgets what was over before `before`. */
  forget(before: Tai): void {
    const first = this.tunings.findLastIndex(({ since }) => since <= before);
    if (first > 0) this.tunings.splice(0, first);
  }

  private changed(): void {
    const { mode, passbandHz, frequencyHz } = this.dials[this.current];
    this.tunings.push({
      since: this.clock.now(),
      receiveHz: frequencyHz + this.errorHz,
      transmitHz: this.dials[this.transmitVfo].frequencyHz + this.errorHz,
      ...{ mode, passbandHz },
      transmitting: this.keyed && this.on,
      powered: this.on,
    });
    if (this.tunings.length > MOST_TUNINGS) this.tunings.splice(0, MOST_TUNINGS / 2);
  }
}
