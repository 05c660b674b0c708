import type { PassReport, PassStatus, StationContact } from '@app/contracts';

const rounded = (value: number | null | undefined, digits: number): number | null =>
  value === null || value === undefined ? null : Number(value.toFixed(digits));

/** What a terminal is told of a pass in progress: what changes in it. */
export function statusLine(status: PassStatus): Record<string, unknown> {
  const { at, contact, phase, reason, failure, alarms, frames, offsets, recording } = status;
  return {
    type: 'status',
    ...{ at, contact, phase, reason, failure: failure ?? null },
    lock: phase === 'locked',
    azimuthDeg: rounded(status.actualAzimuthDeg, 2),
    elevationDeg: rounded(status.actualElevationDeg, 2),
    pointingErrorDeg: rounded(status.pointingErrorDeg, 3),
    esN0Db: rounded(status.esN0Db, 2),
    ...{ frames, alarms },
    ...(offsets === undefined ? {} : { offsets }),
    ...(recording === undefined ? {} : { recording }),
    ...(phase === 'locked' ? {} : { checks: status.checks?.filter(({ outcome }) => outcome !== 'passed') ?? [] }),
  };
}

export function contactLine({ contact }: StationContact): Record<string, unknown> {
  const { id, antenna, spacecraft, start, end, window } = contact;
  const { aos, los, maxElevationDeg } = window;
  return { type: 'contact', ...{ contact: id, spacecraft, antenna, start, aos, los, end, maxElevationDeg } };
}

export function reportLine(report: PassReport, file: string): Record<string, unknown> {
  return { type: 'report', file, ...report };
}

/** Lets a status pass where something in it is new: more often than once a wall second only for what is not a measurement. */
export class StatusFilter {
  private readonly last = new Map<string, { readonly kind: string; readonly text: string; readonly atMs: number }>();

  constructor(private readonly nowMs: () => number) {}

  isNew(line: Record<string, unknown>): boolean {
    const { contact, phase, reason, alarms, offsets, checks } = line;
    const key = String(contact);
    const kind = JSON.stringify([phase, reason, alarms, offsets, checks]);
    const text = JSON.stringify({ ...line, at: '' });
    const before = this.last.get(key);
    const now = this.nowMs();
    if (before?.text === text) return false;
    if (before?.kind === kind && now - before.atMs < 1000) return false;
    this.last.set(key, { kind, text, atMs: now });
    return true;
  }
}
