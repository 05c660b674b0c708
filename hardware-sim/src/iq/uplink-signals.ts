import { type Antenna, type LinkProfile, type SpacecraftId, uplinkWaveform } from '@app/contracts';
import { createPropagator, EarthFixedPath, sgp4Trajectory, shippedEarthOrientation } from '@app/orbit';
import { type LinearWaveform } from '@app/radio';
import { type Tai } from '@app/time';
import { LineOfSight } from '../channel/line-of-sight.js';
import { type LinkStrength } from '../channel/link-strength.js';
import { type RotatorSimulator } from '../devices/rotator-simulator.js';
import { type AntennaFaults } from '../faults/antenna-faults.js';
import { type CheckedHardwareSimConfig } from '../hardware-sim-config.js';
import { type OrbitTrack } from '../spacecraft/orbit-track.js';
import { type AntennaIqSink } from './antenna-iq-sink.js';
import { uplinkBudgetStrength, uplinkMarginStrength } from './uplink-strength.js';
import { UplinkSignalPath } from './uplink-signal-path.js';

export type UplinkSignalWaveform = LinearWaveform & { readonly modulation: 'BPSK' };

/** What a spacecraft's receiver of samples listens to. */
export interface UplinkSignals {
  readonly waveform: UplinkSignalWaveform;
  readonly paths: readonly UplinkSignalPath[];
}

/** An antenna that radiates samples, where it has an input for them. */
export interface RadiatingSite {
  readonly antenna: Antenna;
  readonly rotator: RotatorSimulator;
  readonly faults: AntennaFaults;
  readonly iqSink?: AntennaIqSink;
}

/**
 * The ways of samples from every antenna with an input for them to one spacecraft; undefined where there is none, or where its uplink is not
 * made of samples (anything but direct BPSK). Throws SimulationSetupError where there is no link budget and the simulation wants one.
 */
export function uplinkSignalsOf(
  craft: { readonly id: SpacecraftId; readonly track: OrbitTrack; readonly linkProfile: LinkProfile },
  sites: readonly RadiatingSite[],
  config: CheckedHardwareSimConfig,
): UplinkSignals | undefined {
  const { id, track, linkProfile } = craft;
  const { uplink } = linkProfile;
  const waveform = uplinkWaveform(linkProfile);
  if (uplink === null || waveform === undefined || !isDirectBpsk(waveform)) return undefined;
  const pathFrom = (start: Tai): EarthFixedPath =>
    new EarthFixedPath(sgp4Trajectory(createPropagator(track.elementSet)), start, shippedEarthOrientation);
  const paths = sites.flatMap(({ antenna, rotator, faults, iqSink }) => {
    if (iqSink === undefined || antenna.eirpDbw === null) return [];
    const lineOfSight = new LineOfSight(antenna, track);
    const strength = strengthOf(craft, antenna, lineOfSight, config);
    const { carrierHz } = uplink;
    const { symbolRateHz } = waveform;
    return [
      new UplinkSignalPath({
        ...{ spacecraft: id, antenna, rotator, faults, sink: iqSink, lineOfSight, strength, pathFrom },
        ...{ carrierHz, symbolRateHz },
      }),
    ];
  });
  return paths.length === 0 ? undefined : { waveform, paths };
}

function isDirectBpsk(waveform: NonNullable<ReturnType<typeof uplinkWaveform>>): waveform is UplinkSignalWaveform {
  return waveform.modulation === 'BPSK';
}

function strengthOf(
  { track, linkProfile }: { readonly track: OrbitTrack; readonly linkProfile: LinkProfile },
  antenna: Antenna,
  lineOfSight: LineOfSight,
  { linkModel, linkMarginDb: marginDb, availabilityPercent, antennas }: CheckedHardwareSimConfig,
): LinkStrength {
  const climate = antennas.find((entry) => entry.antenna.id === antenna.id)?.climate;
  if (linkModel === 'budget') return uplinkBudgetStrength(linkProfile, antenna, { climate }, availabilityPercent);
  return uplinkMarginStrength(linkProfile.uplink!, antenna, lineOfSight, {
    marginDb,
    orbitRadiusM: track.meanRadiusM,
  });
}
