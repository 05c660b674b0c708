import { type Station } from '@app/orbit';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type ChosenContact } from './choose-contacts.js';
import { namesText } from './motion-plan.js';

/** The station of all the contacts. Throws OfflineInputError where `reason` (an option) wants one and there are more. */
export function oneStation(contacts: readonly ChosenContact[], reason: string): Station {
  const stations = new Map(contacts.map(({ station }) => [station.id, station]));
  const [first] = stations.values();
  if (first !== undefined && stations.size === 1) return first;
  throw new OfflineInputError('--station', `one station for ${reason}`, namesText([...stations.keys()]));
}
