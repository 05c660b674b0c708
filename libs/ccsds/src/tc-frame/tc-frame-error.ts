import { CodecError } from '../codec-error.js';

export type TcFrameErrorReason =
  | 'parameters'
  | 'frame-length'
  | 'fecf'
  | 'version'
  | 'frame-type'
  | 'spare'
  | 'spacecraft-id'
  | 'virtual-channel-id'
  | 'frame-sequence-number'
  | 'segment-header'
  | 'field-range'
  | 'data-field-length';

/** A frame, or managed parameters of frames, that break 232.0-B; `reason` tells which rule. */
export class TcFrameError extends CodecError {
  override readonly name = 'TcFrameError';
  constructor(
    readonly reason: TcFrameErrorReason,
    where: string,
    expected: string,
    found: string,
  ) {
    super('TC transfer frame', where, expected, found);
  }
}
