import { type DopplerProfile, type DownlinkDoppler, type UplinkDoppler } from '@app/orbit';
import { formatUtc, plusSeconds } from '@app/time';
import { type ChosenContact } from '../contact-choice/choose-contacts.js';
import { missingText } from '../contact-choice/contact-text.js';
import { contactRow } from '../contacts/contact-row.js';

const rounded = (value: number | undefined, decimals: number): number =>
  Number((value ?? Number.NaN).toFixed(decimals));

function downlinkAt({ lightTimeS, offsetHz, rateHzPerS }: DownlinkDoppler, i: number): object {
  return {
    lightTimeS: rounded(lightTimeS[i], 9),
    offsetHz: rounded(offsetHz[i], 3),
    rateHzPerS: rounded(rateHzPerS[i], 4),
  };
}

function uplinkAt(uplink: UplinkDoppler, i: number): object {
  return {
    lightTimeS: rounded(uplink.lightTimeS[i], 9),
    receivedOffsetHz: rounded(uplink.receivedOffsetHz[i], 3),
    receivedRateHzPerS: rounded(uplink.receivedRateHzPerS[i], 4),
    transmitOffsetHz: rounded(uplink.transmitOffsetHz[i], 3),
    transmitRateHzPerS: rounded(uplink.transmitRateHzPerS[i], 4),
  };
}

/** A contact and its rows; offsets and rates are rounded as the table rounds them. */
export function dopplerJson(contact: ChosenContact, profile: DopplerProfile): object {
  const { downlink, uplink } = profile;
  const rows = Array.from(profile.seconds, (seconds, i) => ({
    utc: formatUtc(plusSeconds(contact.path.start, seconds)),
    rangeKm: rounded((profile.rangeM[i] ?? Number.NaN) / 1000, 6),
    rangeRateKmPerS: rounded((profile.rangeRateMps[i] ?? Number.NaN) / 1000, 7),
    ...(downlink !== undefined && { downlink: downlinkAt(downlink, i) }),
    ...(uplink !== undefined && { uplink: uplinkAt(uplink, i) }),
  }));
  const notes = [...contact.notes, ...missingText(contact, profile.missing)];
  return { number: contact.number, contact: contactRow(contact.window), notes, rows };
}
