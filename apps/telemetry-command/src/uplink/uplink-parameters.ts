import {
  BCH_CODEBLOCK_LENGTH,
  BCH_DATA_LENGTH,
  CLTU_START_LENGTH,
  cltuTailSequence,
  encodeCltu,
  encodeControlCommand,
  encodeTcFrame,
  type FopFrame,
  type FopParameters,
  fopParameters,
  tcDataLength,
  type TcManagedParameters,
  validateTcParameters,
} from '@app/ccsds';
import type { LinkProfile } from '@app/contracts';

/** What the uplink of one spacecraft goes by: frames, coding and COP-1 of its link profile, at the rate of the mission clock. */
export interface UplinkParameters {
  readonly scid: number;
  readonly vcid: number;
  readonly mapId: number;
  readonly randomize: boolean;
  readonly frame: TcManagedParameters;
  readonly fop: FopParameters;
  /** The longest CLTU at the uplink's bit rate, seconds. */
  readonly longestCltuS: number;
  readonly bitRateBps: number;
  /** From the last bit of a CLTU at the modulator to its report in a CLCW on the ground, seconds. */
  readonly acknowledgementDelayS: number;
  /** What a message within the ground segment may take, mission seconds. */
  readonly groundAllowanceS: number;
  /** Mission seconds after the end of an uplink in which CLCWs of it may still come in. */
  readonly lastReportsS: number;
}

/**
 * Wall seconds that a command and its CLCW may take inside the ground segment: bus, station's queue, frame logs, batches, database.
 * They do not get shorter when mission time runs faster, so in mission time they are multiplied by the clock's rate.
 */
const GROUND_ALLOWANCE_WALL_S = 1.5;

/** Undefined for a link profile without an uplink. Throws TcFrameError or Cop1Error for parameters that do not go together. */
export function uplinkParametersOf({ scid, uplink }: LinkProfile, clockRate: number): UplinkParameters | undefined {
  if (uplink === null) return undefined;
  const { frame, bitRateBps } = uplink;
  const { acknowledgementDelayS } = frame;
  const groundAllowanceS = GROUND_ALLOWANCE_WALL_S * clockRate;
  const lastReportsS = acknowledgementDelayS + groundAllowanceS;
  const longestCltuS = longestCltuBits(frame.maxFrameLength) / bitRateBps;
  // T1 = K · B / R + D + W · rate, mission seconds: a frame is sent when up to K - 1 others are on their way, each in a CLTU of its own of
  // at most B bits at R bits a second; then D until its report is on the ground; and W of wall time within the ground segment.
  const t1InitialSeconds = frame.slidingWindowWidth * longestCltuS + lastReportsS;
  return {
    scid,
    vcid: frame.vcid,
    mapId: frame.mapId,
    randomize: frame.randomizer,
    frame: validateTcParameters({
      segmentHeader: frame.segmentHeader,
      fecf: frame.fecf,
      maxFrameLength: frame.maxFrameLength,
      scid,
      vcids: [frame.vcid],
    }),
    fop: fopParameters({
      windowWidth: frame.slidingWindowWidth,
      t1InitialSeconds,
      transmissionLimit: frame.transmissionLimit,
      timeoutType: frame.timeoutType,
    }),
    longestCltuS,
    bitRateBps,
    acknowledgementDelayS,
    groundAllowanceS,
    lastReportsS,
  };
}

/** Start sequence, codeblocks and tail sequence of a CLTU with one frame of the greatest length. */
function longestCltuBits(maxFrameLength: number): number {
  const codeblocks = Math.ceil(maxFrameLength / BCH_DATA_LENGTH);
  return 8 * (CLTU_START_LENGTH + codeblocks * BCH_CODEBLOCK_LENGTH + cltuTailSequence().length);
}

/** Whether a packet goes into one frame: commands are not segmented. */
export function fitsOneFrame(packet: Uint8Array, { frame }: UplinkParameters): boolean {
  return packet.length > 0 && packet.length <= tcDataLength(frame, 'AD');
}

/** The CLTU with one frame of FOP-1; `packet` is what a frame of type AD or BD carries. */
export function cltuOf(frame: FopFrame, packet: Uint8Array | undefined, parameters: UplinkParameters): Uint8Array {
  const { scid, vcid, mapId, randomize } = parameters;
  const octets =
    frame.kind === 'BC'
      ? encodeTcFrame({ kind: 'BC', scid, vcid, data: encodeControlCommand(frame.command) }, parameters.frame)
      : encodeTcFrame(
          {
            kind: frame.kind,
            scid,
            vcid,
            ...(frame.kind === 'AD' ? { frameSequenceNumber: frame.frameSequenceNumber } : {}),
            segmentHeader: parameters.frame.segmentHeader ? { sequenceFlags: 'unsegmented', mapId } : undefined,
            data: packet ?? new Uint8Array(),
          },
          parameters.frame,
        );
  return encodeCltu(octets, { randomize });
}
