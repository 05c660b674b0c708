import type { Tai } from '@app/time';

/** A CADU as the simulator sent it to one antenna. */
export interface SentCadu {
  readonly received: Tai;
  readonly sha256: string;
}

/** A frame as the station logged it. */
export interface LoggedFrame {
  readonly earthReceiveTime: Tai;
  readonly quality: 'good' | 'corrected' | 'uncorrectable';
  readonly sha256: string;
}

/** What became of every CADU: the four counts add up to `sent`. */
export interface CaduAccount {
  readonly sent: number;
  readonly good: number;
  readonly corrected: number;
  readonly uncorrectable: number;
  /** No frame was found where it came in: no lock, or its ASM was missed. */
  readonly notSynchronised: number;
  /** Decoded frames whose content is not what was sent. */
  readonly wrongContent: number;
  /** Frames that no CADU accounts for. */
  readonly phantom: number;
  /** CADUs after the first decoded frame that came in whole before `until` and were not decoded. */
  readonly lostAfterLock: readonly Tai[];
}

/**
 * Sets the station's frames against the simulator's own log, by earth receive time: a frame is a CADU's when they are less than half a
 * CADU apart. Both lists may be in any order; a CADU takes one frame, what is left over is phantom. `until` is LOS: what is sent while
 * the station ends its reception counts as sent, not as lost.
 */
export function reconcile(
  sent: readonly SentCadu[],
  logged: readonly LoggedFrame[],
  caduNs: bigint,
  until: Tai,
): CaduAccount {
  const cadus = [...sent].sort((a, b) => (a.received < b.received ? -1 : 1));
  const frames = [...logged].sort((a, b) => (a.earthReceiveTime < b.earthReceiveTime ? -1 : 1));
  const counts = { good: 0, corrected: 0, uncorrectable: 0, notSynchronised: 0 };
  const outcomes: ('good' | 'corrected' | 'uncorrectable' | 'notSynchronised')[] = [];
  let wrongContent = 0;
  let phantom = 0;
  let next = 0;
  for (const cadu of cadus) {
    while (next < frames.length && frames[next]!.earthReceiveTime < cadu.received - caduNs / 2n) {
      phantom++;
      next++;
    }
    const frame = frames[next];
    const matches = frame !== undefined && frame.earthReceiveTime <= cadu.received + caduNs / 2n;
    const outcome = matches ? frame.quality : 'notSynchronised';
    if (matches) {
      next++;
      if (frame.quality !== 'uncorrectable' && frame.sha256 !== cadu.sha256) wrongContent++;
    }
    counts[outcome]++;
    outcomes.push(outcome);
  }
  phantom += frames.length - next;
  const decoded = (outcome: string): boolean => outcome === 'good' || outcome === 'corrected';
  const lock = outcomes.findIndex(decoded);
  const lostAfterLock =
    lock < 0
      ? []
      : cadus.flatMap(({ received }, i) =>
          i > lock && received + caduNs <= until && !decoded(outcomes[i]!) ? [received] : [],
        );
  return { sent: cadus.length, ...counts, wrongContent, phantom, lostAfterLock };
}

/** Archived frames that the simulator did not send, or that are there more than once; by their hashes. */
export function wrongInArchive(archived: readonly string[], sent: ReadonlySet<string>): number {
  const seen = new Set<string>();
  let wrong = 0;
  for (const hash of archived) {
    if (!sent.has(hash) || seen.has(hash)) wrong++;
    seen.add(hash);
  }
  return wrong;
}
