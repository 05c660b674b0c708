import { type TmManagedParameters, validateTmParameters } from '@app/ccsds';
import type { LinkProfile } from '@app/contracts';

/** What a virtual channel carries; `unknown` where the link profile does not say. */
export type ChannelContent = LinkProfile['downlink']['virtualChannels'][number]['content'] | 'unknown';

/** What processing needs of a link profile. */
export interface Link {
  readonly frame: TmManagedParameters;
  readonly content: (vcid: number) => ChannelContent;
  /** Seconds from one frame of the master channel to the next when none is lost: the coded frame with its ASM at the bit rate. */
  readonly frameDurationS: number;
  /** Virtual channel of the telecommands, which CLCWs report on; undefined for a spacecraft without an uplink. */
  readonly telecommandVcid: number | undefined;
}

/** Octets of an attached sync marker (131.0-B). */
const ASM_OCTETS = 4;

/** Throws TmFrameError for frame parameters that do not go together. */
export function linkOf({ scid, downlink, uplink }: LinkProfile): Link {
  const { frame, virtualChannels, bitRateBps } = downlink;
  const contents = new Map<number, ChannelContent>(virtualChannels.map(({ vcid, content }) => [vcid, content]));
  const checkOctets = frame.reedSolomon === null ? 0 : 2 * frame.reedSolomon.e * frame.reedSolomon.interleave;
  return {
    frame: validateTmParameters({
      frameLength: frame.frameLength,
      fecf: frame.fecf,
      ocf: frame.ocf ? 'present' : 'absent',
      scid,
    }),
    content: (vcid) => contents.get(vcid) ?? 'unknown',
    frameDurationS: ((frame.frameLength + checkOctets + ASM_OCTETS) * 8) / bitRateBps,
    telecommandVcid: uplink?.frame.vcid,
  };
}
