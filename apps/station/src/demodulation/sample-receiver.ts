import { CarrierProfile, type ReceivedTelemetryFrame, TelemetryReceiver } from '@app/radio';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import type { DemodulatedFrames } from '../pass/reception.js';
import type { DecodedFrame } from '../receiver/frame-annotator.js';
import type { DemodulationSettings, SampleBlock } from './demodulation.port.js';

/** Knots of the Doppler curve that are used beside the time of the first sample, seconds. */
const PROFILE_REACH_S = 3600;

/** One unbroken run of samples, and the receiver that works through it. */
interface Run {
  readonly receiver: TelemetryReceiver;
  readonly centerHz: number;
  readonly sampleRateHz: number;
  /** When samples were taken, as their blocks say; counted from the run's first. */
  readonly stamps: { readonly sample: number; readonly at: Tai }[];
  samples: number;
}

/** From the samples of one reception to decoded frames with their times. What breaks the run of samples begins the receiver anew. */
export class SampleReceiver {
  private run: Run | undefined;

  constructor(private readonly settings: DemodulationSettings) {}

  /** The frames that a block completes. Throws what the receiver throws for a link that makes no sense. */
  take(block: SampleBlock): DemodulatedFrames {
    const before = this.isBroken(block) ? this.ended() : [];
    const run = (this.run ??= this.begin(block));
    run.stamps.push({ sample: run.samples, at: block.firstSampleAt });
    run.samples += block.samples.length / 2;
    const frames = run.receiver.push(block.samples).map((frame) => decoded(frame, run));
    this.forget(run);
    return this.report([...before, ...frames]);
  }

  finish(): DemodulatedFrames {
    return this.report(this.ended());
  }

  private isBroken({ continues, centerHz, sampleRateHz }: SampleBlock): boolean {
    const { run } = this;
    return run !== undefined && (!continues || centerHz !== run.centerHz || sampleRateHz !== run.sampleRateHz);
  }

  private ended(): DecodedFrame[] {
    const { run } = this;
    this.run = undefined;
    return run === undefined ? [] : run.receiver.flush().map((frame) => decoded(frame, run));
  }

  private begin({ firstSampleAt, centerHz, sampleRateHz }: SampleBlock): Run {
    const { waveform, frame: coding, carrierHz, doppler } = this.settings;
    const knots = doppler
      .map(({ at, hz }) => ({ atS: secondsBetween(firstSampleAt, at), hz: carrierHz - centerHz + hz }))
      .filter(({ atS }) => Math.abs(atS) < PROFILE_REACH_S);
    const correction = new CarrierProfile(knots.length > 0 ? knots : [{ atS: 0, hz: carrierHz - centerHz }]);
    const receiver = new TelemetryReceiver({ waveform, sampleRateHz, coding, correction });
    return { receiver, centerHz, sampleRateHz, stamps: [], samples: 0 };
  }

  /** Stamps that no frame to come needs. */
  private forget({ stamps, samples, sampleRateHz }: Run): void {
    const { frameLength } = this.settings.frame;
    // Frames may come some CADUs late.
    const kept = (20 * 8 * 2 * (frameLength + 256) * sampleRateHz) / this.settings.waveform.symbolRateHz;
    while (stamps.length > 2 && stamps[1]!.sample < samples - kept) stamps.shift();
  }

  private report(frames: readonly DecodedFrame[]): DemodulatedFrames {
    const status = this.run?.receiver.status;
    const esN0Db = status?.estimate?.esN0Db ?? Number.NaN;
    const carrierOffsetHz = status?.estimate?.carrierOffsetHz ?? Number.NaN;
    return {
      frames,
      esN0Db: Number.isFinite(esN0Db) ? esN0Db : null,
      bitLock: status !== undefined && status.carrierLock && status.symbolLock,
      frameLock: status?.frameLock ?? false,
      carrierOffsetHz: Number.isFinite(carrierOffsetHz) ? carrierOffsetHz : null,
    };
  }
}

/** When a sample was taken: by the last stamp at or before it. */
function instantOf(sample: number, { stamps, sampleRateHz }: Run): Tai {
  const stamp = stamps.findLast((one) => one.sample <= sample) ?? stamps[0];
  return stamp === undefined ? 0n : plusSeconds(stamp.at, (sample - stamp.sample) / sampleRateHz);
}

function decoded(received: ReceivedTelemetryFrame, run: Run): DecodedFrame {
  const { quality, frame, codeblock, asmErrors, inverted, firstBitAt, esN0Db } = received;
  return {
    quality,
    bytes: quality === 'good' ? frame : codeblock,
    correctedSymbols: received.correctedSymbols.map((symbols) => (symbols === 'uncorrectable' ? -1 : symbols)),
    asmErrors,
    inverted,
    earthReceiveTime: instantOf(firstBitAt, run),
    esN0Db: Number.isFinite(esN0Db) ? esN0Db : null,
  };
}
