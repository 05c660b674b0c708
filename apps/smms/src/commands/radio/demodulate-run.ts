import { ASM_LENGTH, ReedSolomonCodec } from '@app/ccsds';
import { type SigmfAnnotation, type TelemetryCoding, type Waveform, bitsPerSymbol, isLinear } from '@app/radio';
import { linkDecoder } from '../frames/link/any-link.js';
import { LineWriter } from '../offline/line-writer.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo, readInput } from '../offline/offline-io.js';
import { runOffline } from '../offline/run-offline.js';
import { eitherReception } from './either-reception.js';
import { FrameReport } from './frame-report.js';
import {
  LARGEST_RATE_HZ,
  type TelemetryProfile,
  type WaveformOptions,
  codingOf,
  numberOr,
  readTelemetryProfile,
  waveformOf,
} from './radio-options.js';
import { refusedAs } from './radio-refusal.js';
import { sampleReception, softReception } from './reception.js';
import { type Recording, openRecording, recordingFormat, sigmfPaths } from './recording.js';
import { annotate, annotationOf } from './sigmf-annotator.js';

/** As commander gives them. */
export interface RadioDemodulateOptions extends WaveformOptions {
  readonly profile: string;
  readonly input: string;
  readonly inputFormat?: string | undefined;
  readonly sampleRate?: string | undefined;
  readonly center?: string | undefined;
  readonly real?: boolean | undefined;
  readonly fmAudio?: boolean | undefined;
  readonly invert?: boolean | undefined;
  readonly coherent?: boolean | undefined;
  readonly annotate?: boolean | undefined;
}

/**
 * Runs `smms radio demodulate`: a recording to transfer frames, one in hexadecimal digits a line on stdout; what there is to say of the signal
 * on stderr. Gives the exit code: 0, or 1 when an argument, the profile or the recording is wrong.
 */
export function runRadioDemodulate(options: RadioDemodulateOptions, io: OfflineIo): Promise<number> {
  return runOffline(io, async () => {
    const waveform = waveformOf(options);
    const format = recordingFormat(options.input, options.inputFormat);
    const profile = await readTelemetryProfile(io, options.profile);
    const coding = codingOf(profile);
    const lines = new LineWriter(io.stdout);
    const report = new FrameReport(lines, profile);
    if (options.annotate === true && format !== 'sigmf')
      throw new OfflineInputError('--annotate', 'a SigMF recording', format);
    const isFrame = contentCheck(profile);
    if (format === 'soft-i8') {
      const reception = softReception(waveform, coding, options.invert === true, isFrame);
      for await (const piece of readInput(io, '--input', options.input)) await report.take(reception.push(piece));
      await report.take(reception.flush());
      await lines.flush();
      io.stderr(reception.signal() + report.text(0, false));
      return;
    }
    const recording = await openRecording(io, options.input, format);
    const { sampleRateHz, centerHz, audio } = settingsOf(options, waveform, recording);
    const settings = {
      waveform,
      coding,
      sampleRateHz,
      complex: recording.complex,
      centerHz,
      // Inverted markers of the others are found.
      inverted: options.invert === true && !isLinear(waveform.modulation),
      coherent: options.coherent === true,
      ...(isFrame === undefined ? {} : { isFrame }),
    };
    const reception = refusedAs('signal', () => {
      const supposed = sampleReception({ ...settings, audio });
      if (!audio || options.real !== true || options.fmAudio === true) return supposed;
      return eitherReception(supposed, sampleReception({ ...settings, audio: false }));
    });
    const annotations: SigmfAnnotation[] = [];
    const samplesPerFrame = caduSymbols(coding, waveform) * (sampleRateHz / waveform.symbolRateHz);
    const take = async (frames: ReturnType<typeof reception.push>): Promise<void> => {
      if (options.annotate === true) annotations.push(...frames.map((frame) => annotationOf(frame, samplesPerFrame)));
      await report.take(frames);
    };
    for await (const piece of recording.blocks) await take(reception.push(piece));
    await take(reception.flush());
    await lines.flush();
    if (options.annotate === true && recording.sigmf !== null)
      await annotate(io, sigmfPaths(options.input).meta, recording.sigmf.global, annotations);
    io.stderr(reception.signal() + report.text(recording.complex ? centerHz : 0, reception.hasCarrier));
  });
}

/** Without a FECF and without Reed-Solomon only the header says what is a frame. */
function contentCheck(profile: TelemetryProfile): ((frame: Uint8Array) => boolean) | undefined {
  if (profile.spacecraftId === null && (profile.fecf || profile.reedSolomon !== null)) return undefined;
  const link = linkDecoder(profile);
  return (octets) => link.read({ octets, errors: [], place: { firstBit: 0 } }).frame !== null;
}

interface SampleSettings {
  readonly sampleRateHz: number;
  readonly centerHz: number;
  readonly audio: boolean;
}

function settingsOf(options: RadioDemodulateOptions, waveform: Waveform, recording: Recording): SampleSettings {
  // Real samples of FSK that nobody gives a center of are what an FM discriminator made, or, with --real, may be.
  const supposed = !recording.complex && !isLinear(waveform.modulation) && options.center === undefined;
  const audio = options.fmAudio === true || supposed;
  const asked = numberOr('--sample-rate', options.sampleRate, 1e-3, LARGEST_RATE_HZ, null);
  const sampleRateHz = asked ?? recording.sampleRateHz;
  if (sampleRateHz === null) throw new OfflineInputError('--sample-rate', 'one: the recording does not say', 'none');
  if (audio && isLinear(waveform.modulation))
    throw new OfflineInputError('--fm-audio', 'FSK or GMSK', waveform.modulation);
  if (audio && options.center !== undefined)
    throw new OfflineInputError('--center', 'none of discriminator audio', options.center);
  if (options.coherent === true && (audio || isLinear(waveform.modulation)))
    throw new OfflineInputError(
      '--coherent',
      'I and Q, or an intermediate frequency, of FSK or GMSK',
      audio ? 'audio' : waveform.modulation,
    );
  if (recording.complex && (audio || options.real === true))
    throw new OfflineInputError(audio ? '--fm-audio' : '--real', 'real samples', 'I and Q');
  const [low, middle] = recording.complex ? [-sampleRateHz / 2, 0] : [0, sampleRateHz / 4];
  return { sampleRateHz, audio, centerHz: numberOr('--center', options.center, low, sampleRateHz / 2, middle) };
}

function caduSymbols({ frameLength, reedSolomon, convolutional }: TelemetryCoding, { modulation }: Waveform): number {
  const codeblock = reedSolomon === null ? frameLength : new ReedSolomonCodec(reedSolomon).codeblockLength;
  return ((convolutional === null ? 1 : 2) * 8 * (ASM_LENGTH + codeblock)) / bitsPerSymbol(modulation);
}
