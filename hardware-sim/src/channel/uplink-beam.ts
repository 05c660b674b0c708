import { freeSpaceLossDb, SPEED_OF_LIGHT } from '@app/link-budget';
import { angleBetween } from '@app/orbit';
import { type RadiatedCltu, type Transmission } from '@app/radio';
import { plusSeconds, taiFromSeconds, type Tai } from '@app/time';
import { type BasebandTransmitter } from '../devices/baseband-transmitter.js';
import { type RotatorSimulator } from '../devices/rotator-simulator.js';
import { type AntennaFaults, noAntennaFaults } from '../faults/antenna-faults.js';
import { UPLINK_CARRIER_TOLERANCE_HZ, UPLINK_THRESHOLD_DBM } from './channel-parameters.js';
import { type LineOfSight, type Sight } from './line-of-sight.js';

const RAD_PER_DEG = Math.PI / 180;
/** Of the level that a receiver of 0 dBi gets. */
const DBM_PER_DBW = 30;
/** Half the base over which the Doppler shift is measured, seconds. */
const DOPPLER_BASE_S = 0.5;

/** An antenna with a transmitter. */
export interface UplinkAntenna {
  readonly antenna: string;
  readonly transmitter: BasebandTransmitter;
  readonly rotator: RotatorSimulator;
  readonly eirpDbw: number;
  readonly beamwidthDeg: number;
  /** What goes wrong; left out: nothing. */
  readonly faults?: AntennaFaults;
}

/** One antenna's transmitter as one spacecraft hears it. All instants are those of arrival at the spacecraft, unless they say otherwise. */
export class UplinkBeam {
  private readonly faults: AntennaFaults;

  constructor(
    readonly source: UplinkAntenna,
    private readonly lineOfSight: LineOfSight,
    private readonly nominalHz: number,
    private readonly spacecraft = '',
  ) {
    this.faults = source.faults ?? noAntennaFaults;
  }

  /** Those that the receiver could hear: near its carrier, whatever the geometry. */
  get transmissions(): readonly Transmission[] {
    // Doppler of a low orbit is less than the tolerance.
    return this.source.transmitter.modulator.transmissions.filter(({ carriers }) =>
      carriers.some(({ carrierHz }) => Math.abs(carrierHz - this.nominalHz) <= 2 * UPLINK_CARRIER_TOLERANCE_HZ),
    );
  }

  /** When what arrives now was radiated. */
  radiatedAt(arrival: Tai): Tai {
    return radiated(arrival, this.lineOfSight.at(arrival));
  }

  /** When what is radiated at an instant arrives. */
  arrivalOf(radiatedAt: Tai): Tai {
    let arrival = radiatedAt;
    // The range changes by less than 10^-4 of the light time: twice is enough for a nanosecond.
    for (let i = 0; i < 3; i++) arrival = radiatedAt + lightTime(this.lineOfSight.at(arrival));
    return arrival;
  }

  /** When a CLTU has come in whole. */
  endOf(cltu: RadiatedCltu): Tai {
    return this.arrivalOf(cltu.end);
  }

  isInView(arrival: Tai): boolean {
    return this.lineOfSight.at(arrival).visible;
  }

  /** Whether the carrier of a transmission comes in: it is up, the spacecraft is above the horizon and in the beam, the frequency fits. */
  isHeard(transmission: Transmission, arrival: Tai): boolean {
    const sight = this.lineOfSight.at(arrival);
    if (!sight.visible) return false;
    const at = radiated(arrival, sight);
    if (at < transmission.up || (transmission.down !== undefined && at >= transmission.down)) return false;
    const { azimuthDeg, elevationDeg } = this.source.rotator.pointingAt(at);
    const pointing = { azimuthRad: azimuthDeg * RAD_PER_DEG, elevationRad: elevationDeg * RAD_PER_DEG };
    if (angleBetween(sight, pointing) > (this.source.beamwidthDeg * RAD_PER_DEG) / 2) return false;
    if (this.faults.fadeDb(this.spacecraft, at) > 0 && this.levelDbm(arrival) < UPLINK_THRESHOLD_DBM) return false;
    return Math.abs(this.frequencyOffsetHz(transmission, arrival)) <= UPLINK_CARRIER_TOLERANCE_HZ;
  }

  /** Carrier as received, Doppler included, less the nominal one. */
  frequencyOffsetHz(transmission: Transmission, arrival: Tai): number {
    const at = this.radiatedAt(arrival);
    const carrier = transmission.carriers.findLast(({ from }) => from <= at) ?? transmission.carriers[0];
    const carrierHz = (carrier?.carrierHz ?? 0) + this.faults.frequencyErrorHz(at);
    const tunedHz = this.nominalHz + this.faults.spacecraftFrequencyErrorHz(this.spacecraft, arrival);
    const before = this.lineOfSight.at(plusSeconds(arrival, -DOPPLER_BASE_S)).rangeM;
    const rate = (this.lineOfSight.at(plusSeconds(arrival, DOPPLER_BASE_S)).rangeM - before) / (2 * DOPPLER_BASE_S);
    return carrierHz * (1 - rate / SPEED_OF_LIGHT) - tunedHz;
  }

  /** Power at the receiver with an antenna of 0 dBi, dBm. */
  levelDbm(arrival: Tai): number {
    const sight = this.lineOfSight.at(arrival);
    const fadeDb = this.faults.fadeDb(this.spacecraft, radiated(arrival, sight));
    return this.source.eirpDbw + DBM_PER_DBW - freeSpaceLossDb(sight.rangeM, this.nominalHz) - fadeDb;
  }
}

function lightTime({ rangeM }: Sight): Tai {
  return taiFromSeconds(rangeM / SPEED_OF_LIGHT);
}

function radiated(arrival: Tai, sight: Sight): Tai {
  return arrival - lightTime(sight);
}
