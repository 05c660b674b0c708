import { describe, expect, it } from '@jest/globals';
import { compareCounter, initialMasterChannelState, trackMasterChannel } from './frame-counter.js';

describe('frame counters', () => {
  it('trap 15: a repeated counter is a duplicate, not 255 lost frames; the first frame is no gap', () => {
    expect(compareCounter(null, 17, 256)).toEqual({ kind: 'first' });
    expect(compareCounter(18, 17, 256)).toEqual({ kind: 'duplicate' });
    expect(compareCounter(0, 255, 256)).toEqual({ kind: 'duplicate' });
    expect(compareCounter(0, 0, 256)).toEqual({ kind: 'next' });
    expect(compareCounter(250, 3, 256)).toEqual({ kind: 'gap', expected: 250, missing: 9 });
    expect(compareCounter(0xfffffe, 1, 0x1000000)).toEqual({ kind: 'gap', expected: 0xfffffe, missing: 3 });
  });

  it('trap 15: the master channel counts over all virtual channels, modulo 256', () => {
    let state = initialMasterChannelState;
    const kinds: string[] = [];
    for (const mcfc of [254, 255, 0, 1, 1, 4, 5]) {
      const tracked = trackMasterChannel(state, mcfc);
      state = tracked.state;
      kinds.push(tracked.step.kind === 'gap' ? `gap of ${tracked.step.missing}` : tracked.step.kind);
    }
    expect(kinds).toEqual(['first', 'next', 'next', 'next', 'duplicate', 'gap of 2', 'next']);
  });
});
