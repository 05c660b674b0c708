import { commandStageNameSchema, type Contact } from '@app/contracts';
import type { EventLoopDelay } from '@app/platform';
import { formatUtc } from '@app/time';
import type { Statistics } from './api-client.js';
import { type CommandAccount, commandProblems } from './commanding.js';
import type { CaduAccount } from './reconcile.js';

/** Longest that the event loop may be held, 99 of 100 times (design rule 14). */
const EVENT_LOOP_BOUND_MS = 20;

export interface Evidence {
  readonly contact: Contact;
  readonly nominal: boolean;
  readonly linkMarginDb: number;
  readonly rate: number;
  readonly wallSeconds: number;
  readonly contactWindows: number;
  readonly contactsBooked: number;
  readonly passPhase: string;
  readonly cadus: CaduAccount;
  readonly framesToRoute: number;
  readonly archivedFrames: number;
  /** Archived frames whose content the simulator did not send, or that are there twice. */
  readonly archivedWrong: number;
  readonly statistics: Statistics;
  readonly commands: readonly CommandAccount[];
  readonly eventLoopDelay: EventLoopDelay;
}

/** What the demonstration prints; `problems` is empty when every stage did its part. */
export function summaryOf(evidence: Evidence) {
  const { contact, cadus, statistics } = evidence;
  const { totals } = statistics;
  const { lostAfterLock, ...counts } = cadus;
  const total = (name: string): number => totals[name] ?? 0;
  return {
    contact: {
      id: contact.id,
      spacecraft: contact.spacecraft,
      antenna: contact.antenna,
      aos: contact.window.aos,
      los: contact.window.los,
      maxElevationDeg: contact.window.maxElevationDeg,
      explanation: contact.reason.explanation,
    },
    linkMarginDb: evidence.linkMarginDb,
    clockRate: evidence.rate,
    wallSeconds: Math.round(evidence.wallSeconds * 10) / 10,
    contactWindowsPredicted: evidence.contactWindows,
    contactsBooked: evidence.contactsBooked,
    cadus: counts,
    lostBetweenLockAndLos: { cadus: lostAfterLock.length, times: timeSpans(lostAfterLock) },
    framesArchived: evidence.archivedFrames,
    packets: {
      complete: total('packetsComplete'),
      partial: total('packetsPartial'),
      checksumError: total('packetsChecksumError'),
      unrecognised: total('packetsUnrecognised'),
      idle: total('packetsIdle'),
    },
    gaps: statistics.gaps.map(({ vcid, missingFrames, after, before }) => ({ vcid, missingFrames, after, before })),
    parameters: total('parameterValues'),
    alarms: statistics.alarms.length,
    commands: evidence.commands,
    eventLoopDelay: {
      p99Ms: Math.round(evidence.eventLoopDelay.p99Ms * 10) / 10,
      maxMs: Math.round(evidence.eventLoopDelay.maxMs * 10) / 10,
    },
    problems: problemsOf(evidence),
  };
}

export type Summary = ReturnType<typeof summaryOf>;

function problemsOf(evidence: Evidence): string[] {
  const { cadus, statistics } = evidence;
  const { totals } = statistics;
  const decoded = cadus.good + cadus.corrected;
  const seconds = (Date.parse(evidence.contact.window.los) - Date.parse(evidence.contact.window.aos)) / 1000;
  const checks: [holds: boolean, problem: string][] = [
    [evidence.contactWindows > 0, 'predict: no contact windows'],
    [evidence.contactsBooked > 0, 'book: no contacts'],
    [seconds >= 300, `book: the contact has ${seconds.toFixed(0)} s, expected 300 or more`],
    [evidence.passPhase === 'completed', `station: the pass ended as ${evidence.passPhase}, expected completed`],
    [cadus.sent > 0, 'simulator: no CADU was sent in the contact'],
    [decoded > 0, 'station: no frame was decoded'],
    [
      cadus.good + cadus.corrected + cadus.uncorrectable + cadus.notSynchronised === cadus.sent,
      'station: the counts do not add up to the CADUs sent',
    ],
    [cadus.wrongContent === 0, `station: ${cadus.wrongContent} decoded frames are not what was sent`],
    [
      evidence.framesToRoute === evidence.archivedFrames,
      `archive: ${evidence.archivedFrames} frames, the station logged ${evidence.framesToRoute} to route`,
    ],
    [evidence.archivedWrong === 0, `archive: ${evidence.archivedWrong} frames are not what was sent, or there twice`],
    [(totals['packetsComplete'] ?? 0) > 0, 'process: no packets'],
    [(totals['packetsChecksumError'] ?? 0) === 0, 'process: complete packets with a wrong checksum'],
    [(totals['packetsUnrecognised'] ?? 0) === 0, 'process: packets that the mission database does not know'],
    [(totals['parameterValues'] ?? 0) > 0, 'process: no parameter values'],
    [
      !evidence.nominal || cadus.lostAfterLock.length === 0,
      `link: ${cadus.lostAfterLock.length} CADUs lost between lock and LOS at the nominal margin`,
    ],
    [cadus.lostAfterLock.length > 0 || statistics.gaps.length === 0, 'process: gaps where no frame was lost'],
    [
      evidence.eventLoopDelay.p99Ms <= EVENT_LOOP_BOUND_MS,
      `event loop: held ${evidence.eventLoopDelay.p99Ms.toFixed(1)} ms (99th percentile), bound ${EVENT_LOOP_BOUND_MS} ms`,
    ],
  ];
  return [
    ...checks.filter(([holds]) => !holds).map(([, problem]) => problem),
    ...(evidence.nominal ? commandProblems(evidence.commands) : []),
  ];
}

/** Neighbouring losses as spans, so that a lost end of a pass is one line. */
function timeSpans(times: readonly bigint[]): { from: string; to: string; cadus: number }[] {
  const spans: { from: bigint; to: bigint; cadus: number }[] = [];
  for (const time of times) {
    const last = spans.at(-1);
    if (last !== undefined && time - last.to < 1_000_000_000n) {
      last.to = time;
      last.cadus++;
    } else spans.push({ from: time, to: time, cadus: 1 });
  }
  return spans.map(({ from, to, cadus }) => ({ from: formatUtc(from), to: formatUtc(to), cadus }));
}

/** The summary as a person reads it. */
export function summaryText(summary: Summary): string {
  const { contact, cadus, packets } = summary;
  return [
    `${contact.spacecraft} over ${contact.antenna}, AOS ${contact.aos}, LOS ${contact.los}, up to ${contact.maxElevationDeg.toFixed(1)} deg`,
    `  booked: ${contact.explanation}`,
    `  predicted ${summary.contactWindowsPredicted} contact windows, booked ${summary.contactsBooked} contacts`,
    `  CADUs: ${cadus.sent} sent = ${cadus.good} good + ${cadus.corrected} corrected + ${cadus.uncorrectable} uncorrectable + ${cadus.notSynchronised} not synchronised`,
    `  lost between lock and LOS: ${summary.lostBetweenLockAndLos.cadus}`,
    ...summary.lostBetweenLockAndLos.times.map(({ from, to, cadus: n }) => `    ${n} CADUs from ${from} to ${to}`),
    `  archived: ${summary.framesArchived} frames, ${packets.complete} packets (${packets.partial} partial), ${summary.parameters} parameter values, ${summary.gaps.length} gaps, ${summary.alarms} alarms`,
    ...summary.commands.map(commandText),
    `  event loop: p99 ${summary.eventLoopDelay.p99Ms} ms, longest ${summary.eventLoopDelay.maxMs} ms; ${summary.wallSeconds} s at ${summary.clockRate} times real time, margin ${summary.linkMarginDb} dB`,
    summary.problems.length === 0 ? '  every stage did its part' : `  PROBLEMS: ${summary.problems.join('; ')}`,
  ].join('\n');
}

/** Each stage once, in the order of the stages, as it first was done; what failed, as it failed. */
function commandText({ name, hazardous, author, approver, state, stages }: CommandAccount): string {
  const people = hazardous ? `${author}, approved by ${approver ?? 'nobody'}` : author;
  const steps = commandStageNameSchema.options.flatMap((stage) => {
    const found =
      stages.find((one) => one.stage === stage && one.outcome === 'done') ?? stages.find((one) => one.stage === stage);
    if (found === undefined) return [];
    return [`${stage}${found.outcome === 'done' ? '' : ` (${found.outcome})`} ${found.at.slice(11, 23)}`];
  });
  return `  command ${name}${hazardous ? ' (hazardous)' : ''}, ${people}: ${state}\n    ${steps.join(', ')}`;
}
