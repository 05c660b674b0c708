import type { FrameReference, Utc } from '@app/contracts';
import type { DecodedEntry } from '@app/mission-database';
import type { NewSample } from '../archive/telemetry-archive.js';
import type { RequestReport } from '../commands/command-ledger.port.js';
import { valueToJson } from '../processing/value-text.js';

type Reported = Pick<RequestReport['event'], 'stage' | 'success'>;

/** Reports of PUS service 1, by the short name of their container in the mission database. */
const containers: Readonly<Record<string, Reported>> = {
  TC_ACCEPTED: { stage: 'accepted', success: true },
  TC_ACCEPTANCE_FAILED: { stage: 'accepted', success: false },
  TC_STARTED: { stage: 'started', success: true },
  TC_START_FAILED: { stage: 'started', success: false },
  TC_COMPLETED: { stage: 'completed', success: true },
  TC_COMPLETION_FAILED: { stage: 'completed', success: false },
};

/** The verification reports among newly archived samples, live and played back, in their order. */
export function requestReports(samples: readonly NewSample[]): RequestReport[] {
  return samples.flatMap((sample) => requestReport(sample) ?? []);
}

/** Undefined for what is no verification report, or does not name its request. */
function requestReport({ sample, packet }: NewSample): RequestReport | undefined {
  const reported = containers[sample.layout.container.split('/').at(-1) ?? ''];
  if (reported === undefined) return undefined;
  const find = (name: string): DecodedEntry | undefined =>
    sample.entries.find(({ parameter }) => parameter.name === name);
  const apid = find('REQUEST_APID')?.raw;
  const sequenceCount = find('REQUEST_SEQUENCE_COUNT')?.raw;
  if (typeof apid !== 'number' || typeof sequenceCount !== 'number') return undefined;
  const frame: FrameReference = {
    stationLog: packet.place.stationLog,
    stationSequence: packet.packet.firstStationSequence,
    earthReceiveTime: packet.packet.earthReceiveTime as Utc,
  };
  const detail = failureText(find('TC_FAILURE_CODE'));
  return {
    apid,
    sequenceCount,
    event: { type: 'report', at: sample.generationTime as Utc, ...reported, detail, frame },
  };
}

function failureText(code: DecodedEntry | undefined): string | null {
  if (code === undefined) return null;
  const value = valueToJson(code.parameter, code.value);
  return typeof value === 'string' ? `${value} (code ${String(code.raw)})` : `code ${String(code.raw)}`;
}
