import type { StationContact } from '@app/contracts';
import type { MissionClock } from '@app/platform';
import type { DemodulationRunner } from '../demodulation/demodulation.port.js';
import type { AntennaHardware, SdrAddress } from '../hardware-addresses.js';
import { DifiReceiver } from '../sdr/difi-receiver.js';
import { RtlTcpClient } from '../sdr/rtl-tcp-client.js';
import type { SdrReceiver } from '../sdr/sdr.port.js';
import type { Baseband, BasebandEvents } from './baseband.port.js';
import { BasebandLink } from './baseband-link.js';
import { SoftwareBaseband } from './software-baseband.js';

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

/** What receives and transmits at an antenna. Throws UnsupportedLinkError, SdrTuningError. */
export function basebandOf(
  { baseband, sdr }: AntennaHardware,
  contact: StationContact,
  clock: MissionClock,
  runner: DemodulationRunner,
  events: BasebandEvents,
): Baseband | undefined {
  if (sdr !== undefined)
    return new SoftwareBaseband({
      ...{ ...events, contact, runner },
      sdr: receiverOf(sdr, contact.linkProfile.downlink.carrierHz, clock),
      transmitter:
        baseband === undefined
          ? undefined
          : (transmitterEvents) => new BasebandLink({ address: baseband, clock, ...transmitterEvents }),
    });
  return baseband === undefined ? undefined : new BasebandLink({ address: baseband, clock, ...events });
}
