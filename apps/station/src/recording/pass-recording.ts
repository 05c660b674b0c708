import { rm, writeFile } from 'node:fs/promises';
import { CaduCodec } from '@app/ccsds';
import type { PassRecording as PassRecordingReport, StationContact } from '@app/contracts';
import {
  encodeSigmfMetadata,
  SampleEncoder,
  sampleFormatName,
  sampleOctets,
  type SigmfAnnotation,
  type SigmfCapture,
  type SigmfFrameNotes,
} from '@app/radio';
import { formatUtc, secondsBetween, type Tai } from '@app/time';
import type { SampleBlock } from '../demodulation/demodulation.port.js';
import type { SampleTap } from '../pass/pass-demodulation.js';
import type { DemodulatedFrames } from '../pass/reception.js';
import type { DecodedFrame } from '../receiver/frame-annotator.js';
import type { AntennaPosition } from '../rotator/rotator.port.js';
import { recordedFormat } from './recorded-format.js';
import type { RecordingFolder } from './recording-folder.js';
import { fileSink, type OctetSink, SampleWriter } from './sample-writer.js';

export interface PassRecordingParts {
  readonly contact: StationContact;
  readonly folder: RecordingFolder;
  /** Of the files, without what says their kind. */
  readonly name: string;
  /** Where the antenna looks; null where nobody knows. */
  readonly pointing: () => AntennaPosition | null;
  readonly sinkOf?: (path: string) => Promise<OctetSink>;
  /** Octets that may wait for the disk; 64 MB where left out. */
  readonly mostQueued?: number;
}

interface Segment {
  readonly sampleStart: number;
  readonly count: number;
  readonly at: Tai;
  readonly sampleRateHz: number;
}

const MOST_QUEUED = 64e6;
/** Blocks that wait for the file to be opened. */
const MOST_HELD = 256;
const MOST_ANNOTATIONS = 50_000;
const MOST_CAPTURES = 10_000;
/** Blocks whose times are remembered: frames come some codeblocks late. */
const SEGMENTS_KEPT = 4096;
const POINTING_EVERY_S = 1;
/** Times by arrival move by so much from one block to the next. */
const TIME_TOLERANCE_S = 0.05;
const GENERATOR = 'smms station';

/**
 * The samples of one pass as SigMF, as they came. A disk that is slow or full costs the recording samples, never the reception a frame: what
 * is left out is counted, and a new capture says where it goes on. Doppler is in the samples: annotations say what of it was not predicted.
 */
export class PassRecording implements SampleTap {
  private writer: SampleWriter | undefined;
  private encoder: SampleEncoder | undefined;
  private opening: Promise<void> | undefined;
  /** Until the file is open. */
  private held: SampleBlock[] = [];
  private isOpen = false;
  private room = 0;
  private octets = 0;
  private samples = 0;
  private dropped = 0;
  private frames = 0;
  private reason: string | undefined;
  private inOrder = false;
  private rateHz = 0;
  private centerHz = 0;
  private lastPointingAt: Tai | undefined;
  private readonly captures: SigmfCapture[] = [];
  private readonly annotations: SigmfAnnotation[] = [];
  private segments: Segment[] = [];
  private closing: Promise<PassRecordingReport> | undefined;

  /** How long a CADU is, seconds. */
  private readonly caduS: number;

  constructor(private readonly parts: PassRecordingParts) {
    const { frame, bitRateBps } = parts.contact.linkProfile.downlink;
    const octets = frame.asm.length / 2 + new CaduCodec(frame.frameLength, frame).codeblockLength;
    this.caduS = (8 * octets) / bitRateBps;
  }

  /** Whether samples are being written. */
  get active(): boolean {
    return this.closing === undefined && this.reason === undefined;
  }

  /** Copies what it keeps: the block may be given away afterwards. */
  take(block: SampleBlock): void {
    if (this.closing !== undefined) return;
    if (this.isOpen) return this.record(block);
    this.opening ??= this.open();
    if (this.held.length < MOST_HELD) this.held.push({ ...block, samples: block.samples.slice() });
    else this.dropped += block.samples.length / 2;
  }

  annotate({ frames, carrierOffsetHz }: DemodulatedFrames): void {
    for (const frame of frames) this.annotateFrame(frame, carrierOffsetHz ?? null);
  }

  /** Writes what is left, and the metadata. Never rejects. */
  close(): Promise<PassRecordingReport> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async open(): Promise<void> {
    const { folder, name, sinkOf = fileSink, mostQueued = MOST_QUEUED } = this.parts;
    try {
      this.room = await folder.reserve(name);
      this.writer = new SampleWriter(await sinkOf(folder.pathsOf(name).data), mostQueued);
    } catch (error) {
      this.reason = error instanceof Error ? error.message : String(error);
    }
    this.isOpen = true;
    for (const block of this.held.splice(0)) this.record(block);
  }

  private record(block: SampleBlock): void {
    const { samples, sampleRateHz, centerHz, firstSampleAt, continues } = block;
    const count = samples.length / 2;
    const follows = continues && this.inOrder && centerHz === this.centerHz;
    this.inOrder = this.isWritten(block);
    if (!this.inOrder) return void (this.dropped += count);
    if (!follows) this.beginCapture(firstSampleAt, centerHz);
    this.segments.push({ sampleStart: this.samples, count, at: firstSampleAt, sampleRateHz });
    if (this.segments.length > 2 * SEGMENTS_KEPT) this.segments = this.segments.slice(-SEGMENTS_KEPT);
    this.notePointing(firstSampleAt);
    this.samples += count;
  }

  /** What is refused for good ends the recording; what the disk is too slow for is left out. */
  private isWritten({ samples, sampleRateHz }: SampleBlock): boolean {
    const { writer } = this;
    if (writer === undefined || this.reason !== undefined) return false;
    this.encoder ??= new SampleEncoder(recordedFormat(samples));
    this.rateHz ||= sampleRateHz;
    const octets = (samples.length / 2) * sampleOctets(this.encoder.format);
    if (sampleRateHz !== this.rateHz) this.reason = `the sample rate changed from ${this.rateHz} to ${sampleRateHz} Hz`;
    else if (this.octets + octets > this.room) this.reason = `${this.room} octets are all that it may take`;
    else if (writer.put(this.encoder.encode(samples))) {
      this.octets += octets;
      return true;
    }
    this.reason ??= writer.failure;
    return false;
  }

  private beginCapture(time: Tai, frequencyHz: number): void {
    this.centerHz = frequencyHz;
    if (this.captures.length >= MOST_CAPTURES) return;
    const first = this.captures[0]?.time ?? time;
    const byTime = Math.round(secondsBetween(first, time) * this.rateHz);
    const globalIndex = Math.max(this.samples, byTime);
    this.captures.push({ sampleStart: this.samples, frequencyHz, time, globalIndex });
  }

  private notePointing(at: Tai): void {
    if (this.lastPointingAt !== undefined && secondsBetween(this.lastPointingAt, at) < POINTING_EVERY_S) return;
    this.lastPointingAt = at;
    const notes = this.pointingNotes();
    if (notes.azimuthDeg !== undefined)
      this.keep({ sampleStart: this.samples, sampleCount: 0, label: 'pointing', generator: GENERATOR, ...notes });
  }

  private pointingNotes(): SigmfFrameNotes {
    const position = this.parts.pointing();
    return position === null ? {} : { azimuthDeg: position.azimuthDeg, elevationDeg: position.elevationDeg };
  }

  private annotateFrame(frame: DecodedFrame, dopplerHz: number | null): void {
    const { earthReceiveTime, esN0Db, correctedSymbols, quality } = frame;
    const segment = this.segments.findLast(({ at }) => at <= earthReceiveTime);
    if (segment === undefined) return;
    const into = Math.round(secondsBetween(segment.at, earthReceiveTime) * segment.sampleRateHz);
    // Received from samples that were not recorded.
    if (into > segment.count + TIME_TOLERANCE_S * segment.sampleRateHz) return;
    this.frames++;
    this.keep({
      sampleStart: segment.sampleStart + Math.min(into, segment.count),
      sampleCount: Math.round(this.caduS * segment.sampleRateHz),
      label: quality === 'good' ? 'frame' : 'frame, uncorrectable',
      generator: GENERATOR,
      earthReceiveTime,
      correctedSymbols: correctedSymbols.reduce((sum, count) => sum + Math.max(0, count), 0),
      ...(esN0Db === null ? {} : { esN0Db }),
      ...(dopplerHz === null ? {} : { dopplerHz }),
      ...this.pointingNotes(),
    });
  }

  private keep(annotation: SigmfAnnotation): void {
    if (this.annotations.length < MOST_ANNOTATIONS) this.annotations.push(annotation);
  }

  private async end(): Promise<PassRecordingReport> {
    const { folder, name } = this.parts;
    await this.opening;
    await this.writer?.close();
    const paths = folder.pathsOf(name);
    this.reason ??= this.writer?.failure;
    if (this.dropped > 0) this.reason ??= 'the disk did not keep up';
    const isKept = await this.writeMetadata(paths).catch((error: unknown) => {
      this.reason ??= error instanceof Error ? error.message : String(error);
      return false;
    });
    folder.release(name);
    return {
      file: isKept ? paths.meta : null,
      format: this.encoder === undefined ? null : sampleFormatName(this.encoder.format),
      ...{ samples: this.samples, octets: this.octets, frames: this.frames, droppedSamples: this.dropped },
      reason: this.reason ?? null,
    };
  }

  /** Whether there is anything to keep. */
  private async writeMetadata({ data, meta }: { data: string; meta: string }): Promise<boolean> {
    const { encoder, writer } = this;
    if (writer === undefined) return false;
    if (encoder === undefined || writer.written === 0) {
      await rm(data, { force: true });
      return false;
    }
    const { contact, antenna, linkProfile } = this.parts.contact;
    const { latitudeDeg, longitudeDeg, heightM: altitudeM } = antenna;
    const description = `${contact.mode}: ${contact.spacecraft} at ${antenna.id}, contact ${contact.id}, link profile ${linkProfile.id} version ${linkProfile.version}; Doppler is in the samples, and dopplerHz is what was not predicted of it`;
    const annotations = [...this.annotations].sort((a, b) => a.sampleStart - b.sampleStart);
    const text = encodeSigmfMetadata({
      global: {
        ...{ format: sampleFormatName(encoder.format), sampleRateHz: this.rateHz, recorder: GENERATOR, description },
        geolocation: { latitudeDeg, longitudeDeg: longitudeDeg > 180 ? longitudeDeg - 360 : longitudeDeg, altitudeM },
      },
      captures: this.captures,
      annotations,
    });
    await writeFile(meta, text);
    return true;
  }
}

/** The contact and when its recording was begun, as the name of files. */
export function recordingName({ contact }: StationContact, at: Tai): string {
  return `${contact.id}_${formatUtc(at, 3).replace(/[-:.]/g, '')}`;
}
