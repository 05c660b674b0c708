import type { SiteId } from '@app/contracts';
import type { Tai } from '@app/time';
import type { UplinkContact } from '../commands/command-ledger.port.js';

/** The contact whose uplink is used. */
export interface FollowedContact extends UplinkContact {
  readonly site: SiteId;
}

export interface UplinkTarget extends FollowedContact {
  /** Mission time of LOS, once it is known. */
  readonly los: Tai | undefined;
}
