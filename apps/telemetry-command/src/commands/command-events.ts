import type { AgreementId, AntennaId, CltuId, ContactId, FrameReference, UserId, Utc } from '@app/contracts';

/** What can happen to a command. `at` is mission time. */
export type CommandEvent =
  | { readonly type: 'approved'; readonly at: Utc; readonly by: UserId }
  | { readonly type: 'rejected'; readonly at: Utc; readonly by: UserId; readonly reason: string | null }
  | { readonly type: 'cancelled'; readonly at: Utc; readonly by: UserId; readonly reason: string | null }
  /** It has its packet, and COP-1 has taken it: from now on it may arrive. */
  | {
      readonly type: 'released';
      readonly at: Utc;
      readonly by: UserId;
      readonly contact: ContactId;
      readonly antenna: AntennaId;
      readonly agreement: AgreementId;
      readonly apid: number;
      readonly sequenceCount: number;
      readonly packetHex: string;
    }
  /** The station has taken a CLTU with it; once more for each retransmission. `frameSequenceNumber` is null for BD. */
  | {
      readonly type: 'transmitted';
      readonly at: Utc;
      readonly frameSequenceNumber: number | null;
      readonly cltu: CltuId;
    }
  /** The last bit left the modulator. */
  | { readonly type: 'radiated'; readonly at: Utc; readonly frameSequenceNumber: number | null; readonly cltu: CltuId }
  | { readonly type: 'not-radiated'; readonly at: Utc; readonly cltu: CltuId; readonly reason: string }
  /** COP-1 has an acknowledgement; the frame holds the CLCW. */
  | { readonly type: 'acknowledged'; readonly at: Utc; readonly frame: FrameReference }
  /** Nothing says whether it arrived: end of contact, an alert of COP-1, a restart. */
  | { readonly type: 'lost-sight'; readonly at: Utc; readonly reason: string }
  /** It certainly did not leave: COP-1 or every station refused it before anything was radiated. */
  | { readonly type: 'not-sent'; readonly at: Utc; readonly reason: string }
  /** A PUS service 1 report, live or played back. `at` is its time on board. */
  | {
      readonly type: 'report';
      readonly at: Utc;
      readonly stage: 'accepted' | 'started' | 'completed';
      readonly success: boolean;
      readonly detail: string | null;
      readonly frame: FrameReference;
    };
