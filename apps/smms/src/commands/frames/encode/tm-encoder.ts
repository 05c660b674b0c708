import { VirtualChannelMultiplexer, tmDataFieldLength } from '@app/ccsds';
import { type TmLinkFrame } from '@app/contracts';
import { tmParameters } from '../link/tm-link.js';
import { ANY_SPACECRAFT, type LinkEncoder, OrderedPacketSender, forUnit } from './link-encoder.js';
import { requireWholePacket } from './packet-file.js';

const VIRTUAL_CHANNELS = [0, 1, 2, 3, 4, 5, 6, 7];

/** TM frames. The OCF is zeros (a CLCW of a COP that is not in effect), and so is a secondary header of managed length. */
export function tmEncoder(profile: TmLinkFrame): LinkEncoder {
  const parameters = { ...tmParameters(profile), scid: profile.spacecraftId ?? ANY_SPACECRAFT };
  const ocf = parameters.ocf === 'present' ? { ocf: new Uint8Array(4) } : {};
  const length = profile.secondaryHeaderLength ?? 0;
  const secondaryHeader = length === 0 ? {} : { secondaryHeader: { version: 0, data: new Uint8Array(length - 1) } };
  const multiplexer = new VirtualChannelMultiplexer({ frame: parameters, virtualChannels: VIRTUAL_CHANNELS });
  const room = tmDataFieldLength(parameters, { ocf: parameters.ocf === 'present', secondaryHeaderLength: length });
  const sender = new OrderedPacketSender(
    multiplexer,
    room,
    (from, vcid) => from.nextFrame({ vcid, ...ocf, ...secondaryHeader }).bytes,
  );
  return {
    add: (unit, vcid) =>
      forUnit(unit, () => {
        requireWholePacket(unit);
        return sender.add(vcid, unit.octets);
      }),
    end: () => sender.end(),
  };
}
