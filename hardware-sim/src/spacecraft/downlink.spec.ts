import { describe, expect, it } from '@jest/globals';
import { plusSeconds } from '@app/time';
import { CommandedSpacecraft, start, tuning } from '../testing/commanded-spacecraft.js';
import { commandedLinkProfile } from '../testing/sample-mission.js';
import { Downlink } from './downlink.js';

/** A spacecraft that is commanded while its only receiver asks for nothing. */
function commandedUnheard(heard: boolean): { readonly subject: CommandedSpacecraft; readonly downlink: Downlink } {
  const subject = new CommandedSpacecraft();
  const { track, lineOfSight, spacecraft, clock, commands } = subject;
  const downlink = new Downlink('GF-1', commandedLinkProfile, track, spacecraft);
  const first = downlink.timeline.firstFrom(start);
  if (heard) downlink.addListener({ since: start, lineOfSight, nextCadu: () => first });
  subject.transmitter.start(tuning);
  for (let i = 0; i < 10; i++) subject.uplink(commands.frame('AD', commands.packet('CONNECTION_TEST'), i));
  for (let s = 0.25; s <= 10; s += 0.25) {
    clock.advanceTo(plusSeconds(start, s));
    downlink.settle(clock.now());
  }
  return { subject, downlink };
}

describe('a downlink whose receiver lags', () => {
  it('keeps the commands until the frames before them are made: each CLCW is that of its own time', () => {
    const { subject, downlink } = commandedUnheard(true);
    expect(subject.executed()).toEqual([]);
    const first = downlink.timeline.firstFrom(start);
    const values: number[] = [];
    for (let n = first; downlink.timeline.emissionOf(n) <= subject.clock.now(); n++) {
      downlink.caduAt(n);
      values.push(subject.commanding.history.stateAt(downlink.timeline.emissionOf(n)).framesAccepted);
      // Nothing on board is ahead of the frame.
      expect(subject.commanding.counts.framesAccepted).toBe(values.at(-1));
    }
    expect(subject.executed()).toHaveLength(10);
    // Ten CLTUs of 34 + 8 octets take 0.84 s: no frame sees them all at once.
    expect(new Set(values).size).toBeGreaterThan(4);
    expect(values[0]).toBe(0);
    expect(values.at(-1)).toBe(10);
  });

  it('does not hold the commands back with no receiver at all', () => {
    const { subject, downlink } = commandedUnheard(false);
    expect(subject.executed()).toHaveLength(10);
    expect(downlink.emitted).toBe(0);
  });
});
