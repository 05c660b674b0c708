import {
  type ExtractableFrame,
  type ExtractedPacket,
  type ExtractionState,
  abandonPacket,
  extractPackets,
  initialExtractionState,
  receivedPieces,
} from '@app/ccsds';
import { type PacketOutput } from './packet-output.js';

/** Packets from the frames of many virtual channels of many spacecraft. */
export class PacketZones {
  private readonly states = new Map<number, ExtractionState<number>>();

  constructor(private readonly counterModulo: number) {}

  /** What one frame completes. Idle space packets are counted; idle encapsulation packets come out, as they may carry octets. */
  extract(spacecraftId: number, frame: ExtractableFrame, index: number): PacketOutput[] {
    const channel = { spacecraftId, virtualChannelId: frame.vcid };
    const key = 64 * spacecraftId + frame.vcid;
    const state = this.states.get(key) ?? initialExtractionState<number>(frame.vcid, this.counterModulo);
    const step = extractPackets(state, frame, index, { deliverIdle: true });
    this.states.set(key, step.state);
    return step.outputs.map((output): PacketOutput => {
      switch (output.kind) {
        case 'space':
        case 'encapsulation':
          return packetOutput(spacecraftId, output);
        case 'gap': {
          const { expectedVcfc: expected, foundVcfc: received, missingFrames: missing } = output;
          return { ...channel, kind: 'gap', expected, received, missing, frame: index };
        }
        case 'idle':
          return { ...channel, kind: 'idle', packets: output.packets };
        case 'duplicate':
          return { ...channel, kind: 'duplicate', frame: index };
        case 'skipped':
          return { ...channel, kind: 'skipped', octets: output.length, frame: index };
        case 'error': {
          const { reason, offset, expected, found } = output;
          const text = `${reason} at octet ${offset}: expected ${expected}, found ${found}`;
          return { ...channel, kind: 'error', text, frame: index };
        }
      }
    });
  }

  /** The input has ended: packets whose end came behind a gap and waited for the next pointer to confirm it. */
  end(): PacketOutput[] {
    const outputs: PacketOutput[] = [];
    for (const [key, state] of this.states) {
      if (state.partial === null || state.partial.position !== state.partial.length) continue;
      const packet = abandonPacket(state);
      if (packet !== undefined) outputs.push(packetOutput(Math.floor(key / 64), packet));
      this.states.set(key, { ...state, partial: null });
    }
    return outputs;
  }

  /** Packets that have begun and not ended; idle filling does not count. */
  unfinished(): number {
    return [...this.states.values()].filter(
      ({ partial }) => partial !== null && !isIdleStart(receivedPieces(partial)[0]?.bytes),
    ).length;
  }
}

function packetOutput(spacecraftId: number, packet: ExtractedPacket<number>): PacketOutput {
  const { vcid, kind, complete, isIdle, bytes, gaps, firstFrame, lastFrame } = packet;
  const channel = { spacecraftId, virtualChannelId: vcid };
  if (isIdle && kind === 'space') return { ...channel, kind: 'idle', packets: 1 };
  return {
    ...channel,
    kind: kind === 'space' ? 'space' : 'encap',
    good: complete,
    isIdle,
    octets: bytes,
    gaps: gaps.map(({ offset, length }) => [offset, length]),
    firstFrame,
    lastFrame,
  };
}

/** The first octets of an idle space packet. */
function isIdleStart(octets: Uint8Array | undefined): boolean {
  return octets !== undefined && octets.length >= 2 && (octets[0]! & 0xe7) === 0x07 && octets[1] === 0xff;
}
