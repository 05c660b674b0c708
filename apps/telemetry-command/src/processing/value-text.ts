import { bytesToHex } from '@app/ccsds';
import type { EngineeringValue, ParameterDefinition, RawValue } from '@app/mission-database';
import { formatUtc } from '@app/time';

/** A value as it travels in JSON. Integers beyond a double, octets (hexadecimal), times (UTC) and what is no finite number are text. */
export type JsonScalar = number | string | boolean;

/**
 * What PostgreSQL keeps of a text: the NUL character, which it refuses, becomes U+2400, half a surrogate pair U+FFFD. Telemetry may
 * hold either, and must not stop the stream.
 */
export function storableText(text: string): string {
  return text
    .replaceAll('\u0000', '\u2400')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** A number as it is, or its name where JSON has none for it. */
export function numberOrName(value: number): JsonScalar {
  return Number.isFinite(value) ? value : String(value);
}

export function rawToJson(raw: RawValue): JsonScalar {
  if (typeof raw === 'number') return numberOrName(raw);
  return typeof raw === 'bigint' ? raw.toString() : bytesToHex(raw);
}

/** Null where the raw value has no engineering value: no label, or outside a calibrator's range. */
export function valueToJson({ kind }: ParameterDefinition, value: EngineeringValue): JsonScalar | null {
  if (value === null) return null;
  if (typeof value === 'number') return numberOrName(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return storableText(value);
  if (typeof value === 'bigint') return kind === 'time' ? formatUtc(value) : value.toString();
  return bytesToHex(value);
}
