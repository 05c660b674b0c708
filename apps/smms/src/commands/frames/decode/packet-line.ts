import { createHash } from 'node:crypto';
import { hexText } from '../../offline/hex-text.js';
import { type PacketOutput } from '../link/packet-output.js';

const HEAD_OCTETS = 16;

/** A packet, a bitstream, a data field or a gap as one line of JSON; null for what is only counted. */
export function packetLine(output: PacketOutput, withHex: boolean): string | null {
  const { spacecraftId, virtualChannelId, kind } = output;
  switch (output.kind) {
    case 'space':
    case 'encap': {
      const { good, gaps, octets, isIdle, mapId, firstFrame, lastFrame } = output;
      return JSON.stringify({
        virtualChannelId,
        kind,
        good,
        length: octets.length,
        gaps,
        ...contentFields(octets),
        ...(isIdle ? { isIdle } : {}),
        ...(mapId === undefined ? {} : { mapId }),
        spacecraftId,
        firstFrame,
        lastFrame,
        ...(withHex ? { hex: hexText(octets) } : {}),
      });
    }
    case 'bitstream':
    case 'vca': {
      const { octets, frame, frameCount } = output;
      return JSON.stringify({
        virtualChannelId,
        kind,
        good: true,
        length: octets.length,
        gaps: [],
        ...contentFields(octets),
        ...(output.kind === 'bitstream' ? { validBits: output.validBits } : {}),
        frameCount,
        spacecraftId,
        firstFrame: frame,
        lastFrame: frame,
        ...(withHex ? { hex: hexText(octets) } : {}),
      });
    }
    case 'gap': {
      const { expected, received, missing, frame } = output;
      return JSON.stringify({ virtualChannelId, kind, expected, received, missing, spacecraftId, frame });
    }
    case 'duplicate':
    case 'idle':
    case 'skipped':
    case 'error':
      return null;
  }
}

function contentFields(octets: Uint8Array): { readonly headHex: string; readonly sha256: string } {
  return {
    headHex: hexText(octets.subarray(0, HEAD_OCTETS)),
    sha256: createHash('sha256').update(octets).digest('hex'),
  };
}
