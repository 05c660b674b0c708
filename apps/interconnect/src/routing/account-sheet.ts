import type { LoggedRecord } from '@app/platform';
import { formatUtc, parseUtc } from '@app/time';
import type { AccountEntry } from './route-ledger.js';
import type { RoutingDecision } from './routing-rules.js';

/** What became of a batch of one site's records, added up by contact, outcome and reason. */
export class AccountSheet {
  private readonly accounts = new Map<string, AccountEntry>();

  constructor(private readonly site: string) {}

  add({ sequence, payload }: Pick<LoggedRecord, 'sequence' | 'payload'>, decision: RoutingDecision): void {
    const { outcome, annotation } = decision;
    const reason = outcome === 'delivered' ? decision.agreement : decision.reason;
    const at = annotation === undefined ? null : formatUtc(parseUtc(annotation.earthReceiveTime));
    const entry: AccountEntry = {
      site: this.site,
      spacecraft: annotation?.spacecraft ?? '',
      contact: annotation?.contact ?? '',
      outcome,
      reason,
      frames: 1,
      octets: payload.length,
      firstSequence: sequence,
      lastSequence: sequence,
      firstEarthReceiveTime: at,
      lastEarthReceiveTime: at,
      detail: outcome === 'refused' ? storable(decision.detail) : '',
    };
    const key = [entry.spacecraft, entry.contact, outcome, reason].join(' ');
    const before = this.accounts.get(key);
    this.accounts.set(key, before === undefined ? entry : joined(before, entry));
  }

  all(): readonly AccountEntry[] {
    return [...this.accounts.values()];
  }
}

function joined(before: AccountEntry, entry: AccountEntry): AccountEntry {
  return {
    ...entry,
    frames: before.frames + entry.frames,
    octets: before.octets + entry.octets,
    firstSequence: before.firstSequence,
    firstEarthReceiveTime: before.firstEarthReceiveTime,
  };
}

/** PostgreSQL refuses the NUL character, which an unreadable annotation may bring into a message. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\u2400').slice(0, 1000);
}
