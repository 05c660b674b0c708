import { AOS_TFVN, tmPrimaryHeader } from '@app/ccsds';
import { type ReceivedTelemetryFrame } from '@app/radio';
import { hexText } from '../offline/hex-text.js';
import { LineWriter } from '../offline/line-writer.js';
import { type TelemetryProfile } from './radio-options.js';

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >>> 1] ?? Number.NaN;
const MAX_KEPT = 100_000;

/** Frames as lines, and what there is to say of all of them. */
export class FrameReport {
  private good = 0;
  private lost = 0;
  private corrected = 0;
  private asmErrors = 0;
  private inverted = 0;
  private otherVersion = 0;
  private readonly esN0Db: number[] = [];
  private readonly ebN0Db: number[] = [];
  private readonly offsetsHz: number[] = [];

  constructor(
    private readonly lines: LineWriter,
    private readonly profile: TelemetryProfile,
  ) {}

  async take(frames: readonly ReceivedTelemetryFrame[]): Promise<void> {
    for (const frame of frames) {
      if (frame.quality !== 'good') {
        this.lost++;
        continue;
      }
      this.good++;
      this.asmErrors += frame.asmErrors;
      if (frame.inverted) this.inverted++;
      if (!this.hasVersion(frame.frame)) this.otherVersion++;
      for (const count of frame.correctedSymbols) this.corrected += typeof count === 'number' ? count : 0;
      if (this.esN0Db.length < MAX_KEPT && Number.isFinite(frame.esN0Db)) {
        this.esN0Db.push(frame.esN0Db);
        this.ebN0Db.push(frame.ebN0Db);
        this.offsetsHz.push(frame.carrierOffsetHz);
      }
      await this.lines.line(hexText(frame.frame));
    }
  }

  /** Lines for stderr. */
  text(centerHz: number, isCarrierKnown: boolean): string {
    const lines = [
      `frames: ${this.good} good, ${this.lost} uncorrectable`,
      `corrected: ${this.corrected} Reed-Solomon symbols, ${this.asmErrors} marker bits; inverted: ${this.inverted} frames`,
    ];
    if (!this.profile.fecf && this.otherVersion > 0) lines.push(this.versionText());
    if (this.esN0Db.length > 0) {
      const carrier = isCarrierKnown ? `, carrier offset ${(median(this.offsetsHz) + centerHz).toFixed(1)} Hz` : '';
      const ratios = `Es/N0 ${median(this.esN0Db).toFixed(1)} dB, Eb/N0 ${median(this.ebN0Db).toFixed(1)} dB`;
      lines.push(`medians of good frames: ${ratios}${carrier}`);
    }
    return lines.map((line) => `${line}\n`).join('');
  }

  /** 132.0-B: 0; 732.0-B: 1. Where the two stand is the same. */
  private hasVersion(frame: Uint8Array): boolean {
    return tmPrimaryHeader.read.tfvn(frame, 0) === (this.profile.frameType === 'TM' ? 0 : AOS_TFVN);
  }

  /** The 255-bit randomizer's sequence begins with ones: what was wrongly randomized has the complement of its version number. */
  private versionText(): string {
    const frames = `${this.otherVersion} of ${this.good} good frames have not that of ${this.profile.frameType} frames`;
    return `version number: ${frames}${this.otherVersion === this.good ? '; is "randomizer" as the link has it?' : ''}`;
  }
}
