import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, parseTmFrame } from '@app/ccsds';
import type { DeliveredFrame } from '@app/contracts';
import { TelemetryMaker } from '../testing/telemetry-maker.js';
import { type Link, linkOf } from './link.js';
import { initialStreamState, restoreStreamState, type StreamState, storeStreamState } from './stream-state.js';
import { type ExtractedPacket, finishStream, stepStream, type StreamStep } from './stream.step.js';

interface Received {
  readonly annotation: DeliveredFrame;
  readonly octets: Uint8Array;
}

/** Frames of housekeeping packets, one every `period` seconds. */
function pass(
  packets: number,
  period = 0.16,
): { maker: TelemetryMaker; sent: Uint8Array[]; frames: Received[]; link: Link } {
  const maker = new TelemetryMaker();
  const sent = Array.from({ length: packets }, (_, i) =>
    maker.packet(['HK_POWER', 'HK_THERMAL_AOCS', 'HK_PLATFORM'][i % 3]!, i, i * 0.1),
  );
  const frames = maker
    .frames(sent.map((octets) => ({ vcid: 0, octets })))
    .map(({ bytes }, i) => ({ annotation: maker.annotation(i + 1, i * period), octets: bytes }));
  return { maker, sent, frames, link: linkOf(maker.profile) };
}

function run(frames: readonly Received[], link: Link, between: (state: StreamState) => StreamState = (state) => state) {
  const steps: StreamStep[] = [];
  let state = initialStreamState('GF-1_CN-MYN-1_70001', 'CN-MYN-1', 'station.CN-MYN@log');
  for (const { annotation, octets } of frames) {
    const step = stepStream(state, annotation, octets, link);
    steps.push(step);
    state = between(step.state);
  }
  const packets: ExtractedPacket[] = steps.flatMap((step) => step.packets);
  return { steps, state, packets, gaps: steps.flatMap((step) => step.gaps) };
}

const hex = (packets: readonly { octets: Uint8Array }[]) => packets.map(({ octets }) => bytesToHex(octets));

describe('stepStream', () => {
  it('gives the packets that were sent, each with the frames it came in', () => {
    const { sent, frames, link } = pass(200);
    const { packets, gaps, state } = run(frames, link);
    expect(hex(packets)).toEqual(sent.map((octets) => bytesToHex(octets)));
    expect(packets.every(({ complete }) => complete)).toBe(true);
    expect(gaps).toEqual([]);
    expect(finishStream(state)).toEqual([]);
    const spread = packets.find((packet) => packet.lastStationSequence > packet.firstStationSequence)!;
    expect(spread.earthReceiveTime).toBe(frames[spread.firstStationSequence - 1]!.annotation.earthReceiveTime);
  });

  it('goes on exactly after its state was stored as JSON between any two frames', () => {
    const { frames, link } = pass(120);
    const through = run(frames, link, (state) =>
      restoreStreamState(JSON.parse(JSON.stringify(storeStreamState(state))) as ReturnType<typeof storeStreamState>),
    );
    expect(through).toEqual(run(frames, link));
  });

  it('says how many frames are missing, marks what they carried and stitches nothing (any loss)', () => {
    const { sent, frames, link } = pass(300);
    const known = new Set(sent.map((octets) => bytesToHex(octets)));
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: frames.length - 1 }), { maxLength: 8 }), (lost) => {
        const heard = frames.filter((_, i) => !lost.includes(i));
        const { packets, gaps } = run(heard, link);
        for (const packet of packets) {
          if (packet.complete) expect(known.has(bytesToHex(packet.octets))).toBe(true);
          else expect(packet.gaps.length).toBeGreaterThan(0);
        }
        const first = frames.indexOf(heard[0]!);
        const last = frames.indexOf(heard.at(-1)!);
        const inside = lost.filter((i) => i > first && i < last).length;
        expect(gaps.reduce((sum, { missingFrames }) => sum + missingFrames, 0)).toBe(inside);
        expect(gaps.every(({ channel }) => channel === 'virtual')).toBe(true);
      }),
    );
  });

  it('times a gap by the frames of its virtual channel on either side', () => {
    const { frames, link } = pass(200);
    const { gaps } = run([...frames.slice(0, 3), ...frames.slice(5)], link);
    expect(gaps).toEqual([
      {
        vcid: 0,
        channel: 'virtual',
        missingFrames: 2,
        after: frames[2]!.annotation.earthReceiveTime,
        before: frames[5]!.annotation.earthReceiveTime,
      },
    ]);
  });

  it('does not stitch over a silence in which the eight-bit counters went round', () => {
    const { maker, frames, link } = pass(200);
    const before = frames.slice(0, 4).map((one, i) => ({
      ...one,
      annotation: maker.annotation(i + 1, i * link.frameDurationS),
    }));
    // Exactly 256 frames of the virtual channel are lost: its next frame has the counter that is due.
    const due = parseTmFrame(frames[4]!.octets, link.frame).vcfc;
    for (let i = frames.length - 4; i < 256; i++) maker.nextFrame(0);
    const octets = maker.nextFrame(0).bytes;
    expect(parseTmFrame(octets, link.frame).vcfc).toBe(due);
    const late = { octets, annotation: maker.annotation(5, (3 + 257) * link.frameDurationS + 0.02) };
    const { gaps, packets } = run([...before, late], link);
    expect(gaps).toEqual([expect.objectContaining({ channel: 'master', missingFrames: 256 })]);
    expect(packets.filter(({ complete }) => !complete)).toHaveLength(1);
    expect(packets.filter(({ complete }) => complete).length).toBeGreaterThan(30);
  });

  it.each([-2e-5, 0, 2e-5])('does not stitch over a silence of exactly 255 frames, Doppler %d', (doppler) => {
    const { maker, frames, link } = pass(200);
    const [begun, ...rest] = frames;
    // 255 frames of the virtual channel are lost: its next frame has the counter of the last one.
    for (let i = rest.length; i < 255; i++) maker.nextFrame(0);
    const octets = maker.nextFrame(0).bytes;
    expect(parseTmFrame(octets, link.frame).vcfc).toBe(parseTmFrame(begun!.octets, link.frame).vcfc);
    const late = { octets, annotation: maker.annotation(2, 256 * link.frameDurationS * (1 + doppler)) };
    const { gaps, packets, steps } = run([begun!, late], link);
    expect(gaps).toEqual([expect.objectContaining({ channel: 'master', missingFrames: 255 })]);
    expect(steps[1]!.repeated).toBe(false);
    expect(packets.filter(({ complete }) => !complete)).toHaveLength(1);
  });

  it('takes a silence of 254 frames by the counters, whatever the Doppler', () => {
    for (const doppler of [-2e-5, 2e-5]) {
      const { maker, frames, link } = pass(200);
      for (let i = frames.length - 1; i < 254; i++) maker.nextFrame(0);
      const octets = maker.nextFrame(0).bytes;
      const late = { octets, annotation: maker.annotation(2, 255 * link.frameDurationS * (1 + doppler)) };
      const { gaps } = run([frames[0]!, late], link);
      expect(gaps).toEqual([expect.objectContaining({ channel: 'virtual', missingFrames: 254 })]);
    }
  });

  it('keeps a frame that it cannot read, with the reason, and goes on', () => {
    const { sent, frames, link } = pass(200);
    const broken = frames[2]!.octets.slice();
    broken[100]! ^= 1;
    const bad = { annotation: frames[2]!.annotation, octets: broken };
    const { steps, packets } = run([frames[0]!, frames[1]!, bad, frames[2]!, ...frames.slice(3)], link);
    expect(steps[2]!.frame.fault).toMatch(/frame error control field: expected CRC residue 0/);
    expect(hex(packets)).toEqual(sent.map((octets) => bytesToHex(octets)));
    expect(run([{ ...frames[0]!, octets: new Uint8Array(7) }], link).steps[0]!.frame.fault).toMatch(
      /expected 1115 octets, found 7/,
    );
  });
});
