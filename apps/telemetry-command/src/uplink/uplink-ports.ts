import type { CltuTransfer, ContactId, Cop1Status, GroundAlarm, SiteId, SpacecraftId } from '@app/contracts';
import type { Tai } from '@app/time';

/**
 * What the ground says to a CLTU. `refused`, `uplink-gone`: it was not taken, the latter because the station's uplink takes none any more,
 * as at the end of a contact. `unanswered`: nobody knows whether it was taken.
 */
export type TransferOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'uplink-gone'; readonly reason: string }
  | { readonly kind: 'unanswered'; readonly reason: string };

/** Hands CLTUs to the station of a contact. Never rejects. Type and token in one. */
export abstract class CltuTransfers {
  abstract transfer(transfer: CltuTransfer): Promise<TransferOutcome>;
}

/** When contacts end. Type and token in one. */
export abstract class ContactEnds {
  /** Mission time of LOS; undefined where nobody can say. Never rejects. */
  abstract losOf(site: SiteId, contact: ContactId): Promise<Tai | undefined>;
}

/** Alarms of the uplink itself; those of a pass come from its station. */
export type UplinkAlarmKind = Extract<GroundAlarm['kind'], 'farm-lockout' | 'cop1-alert' | 'cltu-not-radiated'>;
export type AlarmPlace = Pick<GroundAlarm, 'contact' | 'site' | 'antenna'>;

/** Says that something calls for a person, or does not any more: saying so again changes nothing. Type and token in one. */
export abstract class UplinkAlarms {
  abstract raise(spacecraft: SpacecraftId, kind: UplinkAlarmKind, place: AlarmPlace, explanation: string): void;
  abstract clear(spacecraft: SpacecraftId, kind: UplinkAlarmKind, explanation: string): void;
}

/** Where COP-1's state is told at each change. */
export interface Cop1Watcher {
  tell(status: Cop1Status): void;
}
