import type { StationContact } from '@app/contracts';
import { parseUtc, type Tai } from '@app/time';
import type { SkyDirection } from '../pointing/spacecraft-view.js';

/** The part of a pass in which its station may transmit, half-open. */
export interface UplinkWindow {
  readonly from: Tai;
  readonly until: Tai;
}

/** Whether a station may transmit in this contact at all, and knows how. */
export function mayTransmitIn({ linkProfile, permissions }: StationContact): boolean {
  return permissions.transmit && linkProfile.uplink !== null;
}

/** Crossings are found to a millisecond, on the side of more elevation. */
const RESOLUTION_NS = 1_000_000n;

/**
 * Where the spacecraft stands at `permissions.transmitFromElevationDeg` or higher between AOS and LOS; undefined where it never does.
 * Elevation rises to its top and falls from there in a contact window. Throws NoDirectionError.
 */
export function uplinkWindowOf(
  { contact, permissions }: StationContact,
  view: { at(instant: Tai): SkyDirection },
): UplinkWindow | undefined {
  const { aos, tca, los } = contact.window;
  const [start, top, end] = [parseUtc(aos), parseUtc(tca), parseUtc(los)];
  const isHigh = (at: Tai): boolean => view.at(at).elevationDeg >= permissions.transmitFromElevationDeg;
  if (!isHigh(top)) return undefined;
  return { from: edge(start, top, isHigh), until: edge(end, top, isHigh) };
}

/** The instant nearest to `outer` from which on, towards `inner`, it is high. */
function edge(outer: Tai, inner: Tai, isHigh: (at: Tai) => boolean): Tai {
  if (isHigh(outer)) return outer;
  let [low, high] = [outer, inner];
  while ((high > low ? high - low : low - high) > RESOLUTION_NS) {
    const middle = (low + high) / 2n;
    if (isHigh(middle)) high = middle;
    else low = middle;
  }
  return high;
}
