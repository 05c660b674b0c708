import type { StationContact } from '@app/contracts';
import type { MissionClock } from '@app/platform';
import type { DemodulationRunner } from '../demodulation/demodulation.port.js';
import {
  type AntennaHardware,
  formatAddress,
  type SdrAddress,
  type TransmitterAddress,
} from '../hardware-addresses.js';
import { DifiReceiver } from '../sdr/difi-receiver.js';
import { DifiTransmitter } from '../sdr/difi-transmitter.js';
import { RtlTcpClient } from '../sdr/rtl-tcp-client.js';
import type { SdrReceiver } from '../sdr/sdr.port.js';
import type { Baseband, BasebandEvents } from './baseband.port.js';
import { BasebandLink } from './baseband-link.js';
import { SoftwareBaseband, type SoftwareBasebandParts } from './software-baseband.js';
import { SoftwareTransmitter } from './software-transmitter.js';

function receiverOf(sdr: SdrAddress, centerHz: number, clock: MissionClock): SdrReceiver {
  if (sdr.protocol === 'difi') {
    const { address, streamId } = sdr;
    return new DifiReceiver({ address, clock, ...(streamId === undefined ? {} : { streamId }) });
  }
  const { address, sampleRateHz, lnbLoHz, gainDb } = sdr;
  return new RtlTcpClient({
    ...{ address, clock, lnbLoHz, tuning: { centerHz, sampleRateHz } },
    ...(gainDb === undefined ? {} : { gain: gainDb }),
  });
}

/** What radiates beside an SDR that receives; undefined: nothing does. */
function transmitterOf(
  { baseband, transmitter }: AntennaHardware,
  contact: StationContact,
  clock: MissionClock,
): SoftwareBasebandParts['transmitter'] {
  // Who may not transmit needs nothing that could.
  const isWanted = contact.permissions.transmit && contact.linkProfile.uplink !== null;
  if (transmitter !== undefined) return isWanted ? softwareTransmitter(transmitter, contact, clock) : undefined;
  return baseband === undefined ? undefined : (events) => new BasebandLink({ address: baseband, clock, ...events });
}

function softwareTransmitter(
  { address, streamId, itemBits, ...options }: TransmitterAddress,
  contact: StationContact,
  clock: MissionClock,
): SoftwareBasebandParts['transmitter'] {
  return (events) => {
    const radio = new DifiTransmitter({ address, streamId, itemBits });
    return new SoftwareTransmitter({ ...events, ...options, contact, clock, radio, address: formatAddress(address) });
  };
}

/** What receives and transmits at an antenna. Throws UnsupportedLinkError, SdrTuningError. */
export function basebandOf(
  hardware: AntennaHardware,
  contact: StationContact,
  clock: MissionClock,
  runner: DemodulationRunner,
  events: BasebandEvents,
): Baseband | undefined {
  const { baseband, sdr } = hardware;
  if (sdr !== undefined)
    return new SoftwareBaseband({
      ...{ ...events, contact, clock, runner },
      sdr: receiverOf(sdr, contact.linkProfile.downlink.carrierHz, clock),
      transmitter: transmitterOf(hardware, contact, clock),
      transmitterReceives: hardware.transmitter === undefined && baseband !== undefined,
    });
  return baseband === undefined ? undefined : new BasebandLink({ address: baseband, clock, ...events });
}
