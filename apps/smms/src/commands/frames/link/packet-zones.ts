import { type ExtractableFrame, type ExtractionState, extractPackets, initialExtractionState } from '@app/ccsds';
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
        case 'encapsulation': {
          const { kind, complete, isIdle, bytes, gaps, firstFrame, lastFrame } = output;
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

  /** Packets that have begun and not ended; idle filling does not count. */
  unfinished(): number {
    return [...this.states.values()].filter(({ partial }) => partial !== null && !isIdleStart(partial.pieces[0]?.bytes))
      .length;
  }
}

/** The first octets of an idle space packet. */
function isIdleStart(octets: Uint8Array | undefined): boolean {
  return octets !== undefined && octets.length >= 2 && (octets[0]! & 0xe7) === 0x07 && octets[1] === 0xff;
}
