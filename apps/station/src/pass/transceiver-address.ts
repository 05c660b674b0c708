import { z } from 'zod';
import type { StationContact } from '@app/contracts';
import type { MissionClock } from '@app/platform';
import { predictedDoppler } from '../demodulation/doppler-prediction.js';
import { hardwareAddressesSchema } from '../hardware-addresses.js';
import { RigctldClient } from '../transceiver/rigctld-client.js';
import { TransceiverTuning } from './transceiver-tuning.js';

/** `host:port`. */
const addressSchema = hardwareAddressesSchema.valueType.shape.rotator;

/** A transceiver behind rigctld that is kept on the frequency that arrives. */
export const transceiverAddressSchema = z.strictObject({
  address: addressSchema,
  /** Of a converter before it, Hz: it is tuned so much lower. */
  loHz: z.number().nonnegative().default(0),
});
export type TransceiverAddress = z.output<typeof transceiverAddressSchema>;

/** A radio goes to the nearest frequency that it has. */
const TOLERANCE_HZ = 100;

/** Throws where the elements give no position. */
export function transceiverTuning(
  { address, loHz }: TransceiverAddress,
  contact: StationContact,
  clock: MissionClock,
  events: {
    readonly onTuned: (inTune: boolean, detail: string) => void;
    readonly onError: (error: unknown) => void;
  },
): TransceiverTuning {
  return new TransceiverTuning({
    ...{ clock, loHz, carrierHz: contact.linkProfile.downlink.carrierHz, onError: events.onError },
    transceiver: new RigctldClient(address),
    doppler: predictedDoppler(contact),
    onTuned: (askedHz, foundHz) =>
      events.onTuned(Math.abs(foundHz - askedHz) <= TOLERANCE_HZ, `asked for ${askedHz} Hz, it says ${foundHz} Hz`),
  });
}
