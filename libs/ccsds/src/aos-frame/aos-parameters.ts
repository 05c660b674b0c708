// What sender and receiver of AOS transfer frames agree about: CCSDS 732.0-B-4, managed parameters (section 5, from memory).
import { FECF_LENGTH } from '../coding/frame-error-control.js';
import { OCF_LENGTH } from '../ocf/clcw.js';
import { AosFrameError } from './aos-frame-error.js';
import { FRAME_HEADER_ERROR_CONTROL_LENGTH } from './frame-header-error-control.js';

export const AOS_PRIMARY_HEADER_LENGTH = 6;
/** The virtual channel of frames that carry only idle data, and neither M_PDU nor B_PDU (trap 18). */
export const AOS_IDLE_VCID = 63;
/** Virtual channel frame count, 24 bits; with the frame count cycle (trap 15) it goes on to 28 bits. */
export const AOS_COUNTER_MODULO = 0x1000000;
export const AOS_CYCLE_COUNTER_MODULO = 0x10000000;
/** Octets of the longest frame: 16 384 bits, beyond which the pointers of M_PDU and B_PDU do not reach. */
export const AOS_FRAME_MAX_LENGTH = 2048;

/** What sender and receiver have agreed about the frames of one physical channel. */
export interface AosManagedParameters {
  /** Octets of the whole frame, FECF included: up to 2 048. */
  readonly frameLength: number;
  readonly fecf: boolean;
  /** Trap 16: no flag in the frame tells. The same for all virtual channels here; idle frames carry it, too. */
  readonly ocf: 'present' | 'absent';
  /** Two octets behind the primary header that correct it. */
  readonly frameHeaderErrorControl: boolean;
  /** Octets of the insert zone of every frame, idle frames included; 0 = none. */
  readonly insertZoneLength: number;
  /** Whether the frame count cycle counts the wraps of the virtual channel frame count; frames whose flag says otherwise are refused. */
  readonly frameCountCycle: 'used' | 'unused';
  /** When given, frames of other spacecraft are refused. 0 to 255, as issue 5 has it to 1 023. */
  readonly scid?: number;
}

/** Checks managed parameters once and gives them back. Throws AosFrameError with reason 'parameters'. */
export function validateAosParameters(params: AosManagedParameters): AosManagedParameters {
  const { frameLength, insertZoneLength, scid } = params;
  const requireInteger = (where: string, value: number, max: number): void => {
    if (!Number.isInteger(value) || value < 0 || value > max)
      throw new AosFrameError('parameters', where, `an integer from 0 to ${max}`, String(value));
  };
  requireInteger('frameLength', frameLength, AOS_FRAME_MAX_LENGTH);
  requireInteger('insertZoneLength', insertZoneLength, AOS_FRAME_MAX_LENGTH);
  if (scid !== undefined) requireInteger('scid', scid, 1023);
  if (aosDataFieldLength(params) < 1)
    throw new AosFrameError('parameters', 'frameLength', 'room for one octet of data', `${frameLength}`);
  return params;
}

/** Octets of the data field: the same in every frame. */
export function aosDataFieldLength(params: AosManagedParameters): number {
  return (
    params.frameLength -
    aosDataFieldOffset(params) -
    (params.ocf === 'present' ? OCF_LENGTH : 0) -
    (params.fecf ? FECF_LENGTH : 0)
  );
}

/** Offset of the data field in every frame, in octets. */
export function aosDataFieldOffset(params: AosManagedParameters): number {
  return aosHeaderLength(params) + params.insertZoneLength;
}

/** Octets of the primary header with its error control. */
export function aosHeaderLength({ frameHeaderErrorControl }: AosManagedParameters): number {
  return AOS_PRIMARY_HEADER_LENGTH + (frameHeaderErrorControl ? FRAME_HEADER_ERROR_CONTROL_LENGTH : 0);
}

/** How the frames of one virtual channel count: 2^24, or 2^28 with the frame count cycle. For `initialExtractionState`. */
export function aosCounterModulo(params: AosManagedParameters): number {
  return params.frameCountCycle === 'used' ? AOS_CYCLE_COUNTER_MODULO : AOS_COUNTER_MODULO;
}
