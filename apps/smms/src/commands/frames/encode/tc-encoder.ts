import { FRAME_SEQUENCE_MODULO, encodeTcFrame, segmentForMap } from '@app/ccsds';
import { type TcLinkFrame } from '@app/contracts';
import { tcParameters } from '../link/tc-link.js';
import { ANY_SPACECRAFT, type LinkEncoder, forUnit } from './link-encoder.js';
import { requireWholePacket } from './packet-file.js';

const MAP_ID = 0;

/** TC frames of type AD, a packet in each or, with segment headers, as few segments of it as may be, on MAP 0. N(S) begins at 0. */
export function tcEncoder(profile: TcLinkFrame): LinkEncoder {
  const parameters = tcParameters(profile);
  const scid = profile.spacecraftId ?? ANY_SPACECRAFT;
  const sequenceNumbers = new Map<number, number>();
  return {
    add: (unit, vcid) =>
      forUnit(unit, () => {
        requireWholePacket(unit);
        const segments = parameters.segmentHeader
          ? segmentForMap(unit.octets, MAP_ID, parameters)
          : [{ segmentHeader: undefined, data: unit.octets }];
        return segments.map((segment) => {
          const frameSequenceNumber = sequenceNumbers.get(vcid) ?? 0;
          sequenceNumbers.set(vcid, (frameSequenceNumber + 1) % FRAME_SEQUENCE_MODULO);
          return encodeTcFrame({ kind: 'AD', scid, vcid, frameSequenceNumber, ...segment }, parameters);
        });
      }),
    end: () => [],
  };
}
