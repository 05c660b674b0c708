import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DopplerAnswer } from '@app/contracts';
import { type DopplerLink, type DopplerProfile, dopplerProfile } from '@app/orbit';
import { contactHead, type ContactMotion } from './contact-motion.js';
import { missingRows } from './missing-rows.js';
import { roundedColumn } from './rounded.js';
import { bySlices, joined, slicesOf } from './slices.js';

/** Carriers of a contact that the antenna has the band and, upwards, the transmitter for; and what is left out. */
function carriersOf({ antenna, linkProfile: { downlink, uplink } }: ContactMotion): {
  readonly link: DopplerLink;
  readonly notes: readonly string[];
} {
  const notes: string[] = [];
  if (!antenna.bands.includes(downlink.band)) notes.push(`no downlink: ${antenna.id} has no ${downlink.band} band`);
  if (uplink === null) notes.push('no uplink: the link profile has none');
  else if (antenna.eirpDbw === null) notes.push(`no uplink: ${antenna.id} cannot transmit`);
  else if (!antenna.bands.includes(uplink.band)) notes.push(`no uplink: ${antenna.id} has no ${uplink.band} band`);
  const up = uplink !== null && antenna.eirpDbw !== null && antenna.bands.includes(uplink.band);
  return {
    notes,
    link: {
      ...(antenna.bands.includes(downlink.band) ? { downlinkHz: downlink.carrierHz } : {}),
      ...(up ? { uplinkHz: uplink.carrierHz } : {}),
    },
  };
}

type Part = Pick<DopplerProfile, 'seconds' | 'missing'>;

function column<P extends Part>(parts: readonly P[], valuesOf: (part: P) => Float64Array | undefined): Float64Array {
  return joined(parts.map((part) => ({ seconds: part.seconds, values: valuesOf(part) ?? new Float64Array(0) })));
}

/** The Doppler profile of a contact, slice by slice. */
export async function contactDoppler(
  motion: ContactMotion,
  stepS: number,
): Promise<{
  readonly profile: DopplerProfile;
  readonly missing: DopplerAnswer['missing'];
  readonly notes: readonly string[];
}> {
  const { link, notes } = carriersOf(motion);
  const { path, antenna, durationS } = motion;
  const parts = await bySlices(slicesOf(0, durationS, stepS), ({ from, to }) =>
    dopplerProfile(path, antenna, from, to, stepS, link),
  );
  const { downlinkHz, uplinkHz } = link;
  const profile: DopplerProfile = {
    seconds: column(parts, ({ seconds }) => seconds),
    rangeM: column(parts, ({ rangeM }) => rangeM),
    rangeRateMps: column(parts, ({ rangeRateMps }) => rangeRateMps),
    downlink:
      downlinkHz === undefined
        ? undefined
        : {
            nominalHz: downlinkHz,
            lightTimeS: column(parts, ({ downlink }) => downlink?.lightTimeS),
            offsetHz: column(parts, ({ downlink }) => downlink?.offsetHz),
            rateHzPerS: column(parts, ({ downlink }) => downlink?.rateHzPerS),
          },
    uplink:
      uplinkHz === undefined
        ? undefined
        : {
            nominalHz: uplinkHz,
            lightTimeS: column(parts, ({ uplink }) => uplink?.lightTimeS),
            receivedOffsetHz: column(parts, ({ uplink }) => uplink?.receivedOffsetHz),
            receivedRateHzPerS: column(parts, ({ uplink }) => uplink?.receivedRateHzPerS),
            transmitOffsetHz: column(parts, ({ uplink }) => uplink?.transmitOffsetHz),
            transmitRateHzPerS: column(parts, ({ uplink }) => uplink?.transmitRateHzPerS),
          },
    missing: parts.find(({ missing }) => missing !== undefined)?.missing,
  };
  return { profile, missing: missingRows(parts), notes };
}

/** As JSON: ranges to a millimetre, offsets to a millihertz, light times to a nanosecond. */
export async function dopplerAnswer(motion: ContactMotion, stepS: number): Promise<DopplerAnswer> {
  const { profile, missing, notes } = await contactDoppler(motion, stepS);
  await nextTurn();
  const { seconds, rangeM, rangeRateMps, downlink, uplink } = profile;
  const head = contactHead(motion);
  return {
    ...head,
    notes: [...head.notes, ...notes],
    stepS,
    seconds: roundedColumn(seconds, 6),
    rangeM: roundedColumn(rangeM, 3),
    rangeRateMps: roundedColumn(rangeRateMps, 6),
    downlink:
      downlink === undefined
        ? null
        : {
            carrierHz: downlink.nominalHz,
            lightTimeS: roundedColumn(downlink.lightTimeS, 9),
            offsetHz: roundedColumn(downlink.offsetHz, 3),
            rateHzPerS: roundedColumn(downlink.rateHzPerS, 4),
          },
    uplink:
      uplink === undefined
        ? null
        : {
            carrierHz: uplink.nominalHz,
            lightTimeS: roundedColumn(uplink.lightTimeS, 9),
            receivedOffsetHz: roundedColumn(uplink.receivedOffsetHz, 3),
            receivedRateHzPerS: roundedColumn(uplink.receivedRateHzPerS, 4),
            transmitOffsetHz: roundedColumn(uplink.transmitOffsetHz, 3),
            transmitRateHzPerS: roundedColumn(uplink.transmitRateHzPerS, 4),
          },
    missing,
  };
}
