import { CodecError } from '../codec-error.js';

export type AosFrameErrorReason =
  | 'parameters'
  | 'frame-length'
  | 'fecf'
  | 'header-error-control'
  | 'version'
  | 'spacecraft-id'
  | 'frame-count-cycle'
  | 'insert-zone'
  | 'ocf'
  | 'field-range'
  | 'data-field-length'
  | 'spare'
  | 'first-header-pointer'
  | 'bitstream-data-pointer';

/** A frame, managed parameters of frames, or a protocol data unit in a frame, that break 732.0-B; `reason` tells which rule. */
export class AosFrameError extends CodecError {
  override readonly name = 'AosFrameError';
  constructor(
    readonly reason: AosFrameErrorReason,
    where: string,
    expected: string,
    found: string,
  ) {
    super('AOS transfer frame', where, expected, found);
  }
}
