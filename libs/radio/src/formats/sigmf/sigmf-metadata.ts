// SigMF 1.2.5: metadata in JSON beside a file of samples. Left out: collections, more than one channel.
import { CodecError } from '@app/ccsds';
import type { Tai } from '@app/time';
import type { SampleFormatName } from '../samples/sample-format.js';

/** Metadata that are no SigMF or that nobody here reads; `where` is the path in the JSON, `$.captures[0].core:frequency`. */
export class SigmfError extends CodecError {
  override readonly name = 'SigmfError';
}

export const SIGMF_VERSION = '1.2.5';
/** Our own namespace, declared optional: annotations of received frames. */
export const SMMS_EXTENSION = { name: 'smms', version: '1.0.0', optional: true } as const;

/** WGS 84. */
export interface SigmfPlace {
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  /** Above the ellipsoid, metres. */
  readonly altitudeM?: number;
}

export interface SigmfExtension {
  readonly name: string;
  readonly version: string;
  /** False: who does not know it must not read the recording. */
  readonly optional: boolean;
}

export interface SigmfGlobal {
  readonly format: SampleFormatName;
  /** 1 to 10^12 Hz. */
  readonly sampleRateHz?: number;
  readonly hardware?: string;
  /** The software that recorded. */
  readonly recorder?: string;
  readonly author?: string;
  /** A URL. */
  readonly license?: string;
  readonly description?: string;
  readonly geolocation?: SigmfPlace;
  /** Of the file of samples, 128 hexadecimal digits. */
  readonly sha512?: string;
  /** The index of its first sample; 0 where it does not say. */
  readonly offset?: number;
  /** A file of samples of another form than SigMF's (with headers, or of another name), and octets at its end that are no samples. */
  readonly dataset?: string;
  readonly trailingOctets?: number;
  readonly extensions?: readonly SigmfExtension[];
}

/** What holds from a sample on, until the next capture. */
export interface SigmfCapture {
  readonly sampleStart: number;
  /** Of the middle of the band. */
  readonly frequencyHz?: number;
  /** When the first sample was taken. Finer than a nanosecond is cut. */
  readonly time?: Tai;
  /** Its index in the stream that was recorded: behind the index in the file by as many samples as were lost. */
  readonly globalIndex?: number;
  readonly geolocation?: SigmfPlace;
  /** Octets before its samples that are none. */
  readonly headerOctets?: number;
}

/** What our receivers add to the annotation of a frame. */
export interface SigmfFrameNotes {
  readonly esN0Db?: number;
  readonly earthReceiveTime?: Tai;
  /** Reed-Solomon symbols that were corrected. */
  readonly correctedSymbols?: number;
  readonly dopplerHz?: number;
  readonly azimuthDeg?: number;
  readonly elevationDeg?: number;
}

export interface SigmfAnnotation extends SigmfFrameNotes {
  readonly sampleStart: number;
  readonly sampleCount?: number;
  readonly label?: string;
  readonly comment?: string;
  readonly generator?: string;
  readonly uuid?: string;
  /** Both or neither. */
  readonly lowerEdgeHz?: number;
  readonly upperEdgeHz?: number;
}

export interface SigmfMetadata {
  readonly global: SigmfGlobal;
  /** In the order of their first samples, like annotations. None is one that begins at sample 0. */
  readonly captures: readonly SigmfCapture[];
  readonly annotations: readonly SigmfAnnotation[];
}
