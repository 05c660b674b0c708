import {
  type Calibrator,
  type EngineeringValue,
  type IntegerEncoding,
  type FloatEncoding,
  type ParameterDefinition,
  type RawValue,
} from '../definitions.js';
import { compileCalibrator } from './calibration.js';
import { compileCriterion } from './criterion.js';
import { type Slots, type SlotTable } from './packet-values.js';
import { decodeText } from './text.js';
import { compileTime } from './time-value.js';

/** Raw → engineering value of one parameter, with what the packet has held so far for context calibrators. */
export type ToEngineering = (raw: RawValue, slots: Slots) => EngineeringValue;

/** A function made for one parameter, or undefined where the raw value is the engineering value. */
export function compileEngineering(parameter: ParameterDefinition, table: SlotTable): ToEngineering | undefined {
  const { encoding } = parameter;
  switch (parameter.kind) {
    case 'integer':
    case 'float':
      return encoding?.kind === 'integer' || encoding?.kind === 'float'
        ? compileNumber(parameter, encoding, table)
        : undefined;
    case 'enumerated':
      return compileLabels(parameter);
    case 'boolean':
      return (raw) => Number(raw) !== 0;
    case 'string': {
      const charset = encoding?.kind === 'string' ? encoding.charset : 'UTF-8';
      return (raw) => decodeText(raw as Uint8Array, charset);
    }
    case 'binary':
      return undefined;
    case 'time': {
      const { toTai } = compileTime(parameter.time ?? { epoch: 'TAI', scale: 1, offset: 0 });
      return (raw) => toTai(raw as number | bigint);
    }
  }
}

function compileNumber(
  parameter: ParameterDefinition,
  encoding: IntegerEncoding | FloatEncoding,
  table: SlotTable,
): ToEngineering | undefined {
  const finish = parameter.kind === 'integer' ? roundedOrNull : numberOrNull;
  const wide = encoding.kind === 'integer' && encoding.sizeInBits > 53;
  const plain: ToEngineering | undefined = parameter.kind === 'float' && wide ? (raw) => Number(raw) : undefined;
  const made = (calibrator: Calibrator | undefined): ToEngineering | undefined => {
    if (calibrator === undefined) return plain;
    const calibrate = compileCalibrator(calibrator);
    return (raw) => finish(calibrate(Number(raw)), raw);
  };
  const byDefault = made(encoding.calibrator);
  if (encoding.contextCalibrators.length === 0) return byDefault;
  const contexts = encoding.contextCalibrators.map(({ context, calibrator }) => ({
    test: compileCriterion(context, table),
    convert: made(calibrator),
  }));
  return (raw, slots) => {
    const convert = contexts.find(({ test }) => test(slots))?.convert ?? byDefault;
    return convert === undefined ? raw : convert(raw, slots);
  };
}

/** A raw NaN stays NaN; a NaN that the calibrator made means that there is no value. */
function numberOrNull(value: number, raw: RawValue): number | null {
  return Number.isNaN(value) && !Number.isNaN(raw) ? null : value;
}

/** The engineering value of an integer parameter is an integer: the nearest, halves up. */
function roundedOrNull(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value) + 0 : null;
}

const SMALL_TABLE = 4096;

function compileLabels({ labels }: ParameterDefinition): ToEngineering {
  const dense = labels.every(({ value, maxValue }) => value >= 0 && maxValue < SMALL_TABLE);
  if (dense) {
    const byValue: string[] = [];
    for (const { label, value, maxValue } of labels) for (let raw = value; raw <= maxValue; raw++) byValue[raw] = label;
    return (raw) => byValue[Number(raw)] ?? null;
  }
  return (raw) => labels.find(({ value, maxValue }) => value <= Number(raw) && Number(raw) <= maxValue)?.label ?? null;
}
