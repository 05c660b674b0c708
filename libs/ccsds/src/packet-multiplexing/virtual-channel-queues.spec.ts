import { describe, expect, it } from '@jest/globals';
import { VirtualChannelQueues } from './virtual-channel-queues.js';

const queues = (counterModulo: number): VirtualChannelQueues =>
  new VirtualChannelQueues({
    virtualChannels: [1, 0],
    lastVirtualChannel: 6,
    idleVirtualChannel: 7,
    counterModulo,
  });

describe('virtual channel queues', () => {
  it('trap 15: each virtual channel counts its own frames, as far as the modulo, and only those that were made', () => {
    const counting = queues(3);
    const turns = [0, 1, 0, 7, 0, 0, 1].map((vcid) => {
      counting.turn(vcid);
      const turn = counting.turn(vcid);
      counting.complete(turn);
      return `${turn.vcid}:${turn.frameCount}`;
    });
    expect(turns).toEqual(['0:0', '1:0', '0:1', '7:0', '0:2', '0:0', '1:1']);
  });

  it('an idle packet that was begun goes on before the virtual channel is idle', () => {
    const waiting = queues(256);
    waiting.enqueue(0, Uint8Array.of(0xfd, 5, 1, 2, 3));
    // Five octets of the packet, then an idle packet of seven octets of which one has room.
    const first = waiting.turn();
    expect([first.vcid, first.isIdle]).toEqual([0, false]);
    expect([...first.pack(6).dataField.subarray(0, 5)]).toEqual([0xfd, 5, 1, 2, 3]);
    waiting.complete(first);
    expect(waiting.turn().vcid).toBe(7);
    const second = waiting.turn(0);
    expect(second.isIdle).toBe(false);
    expect(second.pack(6).firstHeaderPointer).toBe(0x7ff);
    waiting.complete(second);
    expect(waiting.turn(0).isIdle).toBe(true);
  });
});
