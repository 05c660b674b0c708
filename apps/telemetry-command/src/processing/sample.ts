import { type MonitoringResult, monitoringResultSchema, type ParameterValue } from '@app/contracts';
import { type DecodedEntry, monitor, type ParameterDefinition, type RawValue } from '@app/mission-database';
import { type JsonScalar, numberOrName, rawToJson, valueToJson } from './value-text.js';

/** The order that a container's parameters have in its samples: each once, as the container first holds them. */
export interface SampleLayout {
  /** Qualified name of the container. */
  readonly container: string;
  readonly parameters: readonly ParameterDefinition[];
  readonly positions: ReadonlyMap<ParameterDefinition, number>;
}

/** What does not fit a double, by place from 1. */
export type SampleTexts = Record<string, { raw?: string; value?: string }>;

/** One packet's values in columns; all arrays are as long as the layout, null where the packet does not hold the parameter. */
export interface SampleColumns {
  readonly raw: readonly (number | null)[];
  readonly value: readonly (number | null)[];
  readonly texts: SampleTexts;
  /** Codes of `monitoringCode`. */
  readonly monitoring: readonly (number | null)[];
}

const results = monitoringResultSchema.options;
const codes = new Map<MonitoringResult, number>(results.map((result, code) => [result, code]));

const UNMONITORED = results.indexOf('unmonitored');

function monitoringCode(result: MonitoringResult): number {
  return codes.get(result) ?? UNMONITORED;
}

function monitoringResult(code: number): MonitoringResult {
  return results[code] ?? 'unmonitored';
}

/** Puts decoded values into their places. A parameter that stands in the packet twice keeps its last value. */
export function toSample(layout: SampleLayout, entries: readonly DecodedEntry[]): SampleColumns {
  const size = layout.parameters.length;
  const raw = new Array<number | null>(size).fill(null);
  const value = new Array<number | null>(size).fill(null);
  const monitoring = new Array<number | null>(size).fill(null);
  const texts: SampleTexts = {};
  for (const entry of entries) {
    const at = layout.positions.get(entry.parameter);
    if (at === undefined) continue;
    raw[at] = asDouble(entry.raw);
    value[at] = typeof entry.value === 'boolean' ? Number(entry.value) : asNumber(entry.value);
    monitoring[at] = monitoringCode(monitor(entry.parameter, entry.value).level);
    const text: { raw?: string; value?: string } = {};
    if (raw[at] === null) text.raw = String(rawToJson(entry.raw));
    if (value[at] === null && entry.value !== null) text.value = String(valueToJson(entry.parameter, entry.value));
    if (text.raw !== undefined || text.value !== undefined) texts[at + 1] = text;
  }
  return { raw, value, texts, monitoring };
}

function asNumber(value: DecodedEntry['value']): number | null {
  return typeof value === 'number' ? value : null;
}

function asDouble(raw: RawValue): number | null {
  return typeof raw === 'number' ? raw : null;
}

/** One value out of a sample's row; undefined where the packet did not hold it. */
export function readSampleValue(
  parameter: ParameterDefinition,
  position: number,
  row: {
    readonly raw: number | null;
    readonly value: number | null;
    readonly monitoring: number | null;
    readonly texts: SampleTexts;
  },
): { raw: JsonScalar; value: JsonScalar | null; monitoring: MonitoringResult } | undefined {
  if (row.monitoring === null) return undefined;
  const text = row.texts[position + 1];
  const raw = row.raw === null ? text?.raw : numberOrName(row.raw);
  if (raw === undefined) return undefined;
  let value: JsonScalar | null;
  if (row.value === null) value = text?.value ?? null;
  else value = parameter.kind === 'boolean' ? row.value === 1 : numberOrName(row.value);
  return { raw, value, monitoring: monitoringResult(row.monitoring) };
}

/** Decoded values as subscribers get them, with the monitoring results of their sample. */
export function toParameterValues(
  entries: readonly DecodedEntry[],
  { positions }: SampleLayout,
  { monitoring }: SampleColumns,
  nameOf: (parameter: ParameterDefinition) => string,
): ParameterValue[] {
  return entries.map(({ parameter, raw, value }) => ({
    parameter: nameOf(parameter),
    raw: rawToJson(raw),
    value: valueToJson(parameter, value),
    unit: parameter.unit === '' ? null : parameter.unit,
    monitoring: monitoringResult(monitoring[positions.get(parameter) ?? -1] ?? UNMONITORED),
  }));
}
