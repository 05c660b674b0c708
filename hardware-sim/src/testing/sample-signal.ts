import { crc16, FECF_LENGTH, type MultiplexedFrame } from '@app/ccsds';
import { type LinkProfile } from '@app/contracts';
import { ManualMissionClock } from '@app/platform';
import { type Tai } from '@app/time';
import { LineOfSight } from '../channel/line-of-sight.js';
import { marginStrength } from '../channel/link-strength.js';
import { RotatorSimulator } from '../devices/rotator-simulator.js';
import { type ReceiverTuning } from '../devices/sdr/iq-source.js';
import { AntennaIqSource, AntennaSignal, type AntennaSignalParts } from '../iq/antenna-signal.js';
import { Prng } from '../prng.js';
import { Downlink, type FrameSource } from '../spacecraft/downlink.js';
import { OrbitTrack } from '../spacecraft/orbit-track.js';
import { lookAt, miyun } from './manual-pass.js';
import { elementsOfGf1 } from './sample-mission.js';

/** Frames of random octets with their error control; remembers when each was emitted. */
export class RandomFrames implements FrameSource {
  readonly frames: { readonly emitted: Tai; readonly bytes: Uint8Array }[] = [];
  readonly isBusy = false;
  silent = false;

  constructor(private readonly frameLength: number) {}

  advanceTo(): void {
    // Nothing happens on board.
  }

  isSilent(): boolean {
    return this.silent;
  }

  nextFrame(emitted: Tai): MultiplexedFrame {
    const n = this.frames.length;
    const prng = Prng.of('frames', n);
    const bytes = Uint8Array.from({ length: this.frameLength }, () => prng.integer(0, 255));
    const end = this.frameLength - FECF_LENGTH;
    new DataView(bytes.buffer).setUint16(end, crc16(bytes.subarray(0, end)));
    this.frames.push({ emitted, bytes });
    return { bytes, vcid: 0, mcfc: n % 256, vcfc: n % 256 } as MultiplexedFrame;
  }
}

/** The signal of one spacecraft at an antenna that is pointed at it when the signal begins; the rotator stays there. */
export function sampleSignal(
  at: Tai,
  profile: LinkProfile,
  {
    wish,
    marginDb,
    pointing = lookAt(miyun, at),
    oscillatorPpm = 0,
    ...parts
  }: Partial<AntennaSignalParts> & {
    readonly wish: ReceiverTuning;
    readonly marginDb: number;
    readonly pointing?: { readonly azimuthDeg: number; readonly elevationDeg: number };
    /** The spacecraft's. */
    readonly oscillatorPpm?: number;
  },
) {
  const track = new OrbitTrack(elementsOfGf1);
  const source = new RandomFrames(profile.downlink.frame.frameLength);
  const downlink = new Downlink('GF-1', profile, track, source, oscillatorPpm);
  const lineOfSight = new LineOfSight(miyun, track);
  const strength = marginStrength({
    requiredEsN0Db: profile.downlink.requiredEsN0Db,
    marginDb,
    maskRangeM: lineOfSight.at(at).rangeM,
    beamwidthRad: 0.2,
  });
  const { azimuthDeg, elevationDeg } = pointing;
  const rotator = new RotatorSimulator(miyun.slew, new ManualMissionClock(at), { azimuthDeg, elevationDeg });
  const heard = [{ downlink, lineOfSight, strength }];
  const whole = { antenna: miyun, rotator, heard, seed: 7, ...parts };
  const signal = new AntennaSignal(whole, wish, at);
  return { signal, iqSource: new AntennaIqSource(whole), source, rotator, downlink };
}
