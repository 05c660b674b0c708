import type { Clcw, FopAlertCode, FopState } from '@app/ccsds';
import type { ContactId, Cop1Status, OperationsMode, SpacecraftId, Utc } from '@app/contracts';
import type { ReportedClcw } from '../processing/clcw.js';

/** 232.1-B's alerts, in words. */
export const alertTexts: Readonly<Record<FopAlertCode, string>> = {
  limit: 'limit: the transmission limit is reached',
  t1: 't1: no acknowledgement came in time, and the transmission limit is reached',
  lockout: 'lockout: FARM-1 is in lockout',
  synch: 'synch: FARM-1 and FOP-1 do not agree on what was sent',
  'nn-r': 'nn-r: the CLCW acknowledges what was not sent',
  clcw: 'clcw: the CLCW breaks its rules',
  llif: 'llif: a CLTU was refused',
  term: 'term: the AD service was terminated',
};

export interface Cop1Facts {
  readonly mode: OperationsMode;
  readonly spacecraft: SpacecraftId;
  readonly vcid: number;
  readonly at: Utc;
  readonly fop: FopState;
  readonly alert: string | null;
  readonly contact: ContactId | null;
  readonly clcw: ReportedClcw | null;
}

export function cop1StatusOf({ mode, spacecraft, vcid, at, fop, alert, contact, clcw }: Cop1Facts): Cop1Status {
  return {
    mode,
    spacecraft,
    vcid,
    at,
    state: fop.name,
    transmitterFrameSequenceNumber: fop.transmitterFrameSequenceNumber,
    expectedAcknowledgement: fop.expectedAcknowledgement,
    sentQueue: fop.sentQueue.length,
    waiting: fop.waitQueue !== null,
    suspended: fop.suspendState !== 0,
    alert,
    contact,
    clcw: clcw === null ? null : { earthReceiveTime: clcw.frame.earthReceiveTime, ...flagsOf(clcw.clcw) },
  };
}

function flagsOf({ noRfAvailable, noBitLock, lockout, wait, retransmit, farmBCounter, reportValue }: Clcw) {
  return { noRfAvailable, noBitLock, lockout, wait, retransmit, farmBCounter, reportValue };
}

/** Whether two statuses say the same, but for when. */
export function isSameStatus(one: Cop1Status, other: Cop1Status): boolean {
  const timeless = ({ at: _, clcw, ...status }: Cop1Status): string =>
    JSON.stringify({ ...status, clcw: clcw === null ? null : { ...clcw, earthReceiveTime: null } });
  return timeless(one) === timeless(other);
}
