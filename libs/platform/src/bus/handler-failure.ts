import { encodeJson, type JsonObject, type JsonValue } from './json.js';

/** What crosses the bus of an error that a responder threw. */
export interface HandlerFailure {
  readonly name: string;
  readonly message: string;
  /** The error's own fields that are JSON values; the others are left out. */
  readonly details: JsonObject;
}

function jsonFields(value: object): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const [key, field] of Object.entries(value)) {
    if (key === 'name' || key === 'message' || key === 'stack' || field === undefined) continue;
    try {
      fields[key] = JSON.parse(encodeJson(key, field)) as JsonValue;
    } catch {
      // not a JSON value: it stays on the responder's side, where the fault sink has the whole error
    }
  }
  return fields;
}

function textOf(value: object, key: 'name' | 'message', otherwise: string): string {
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' && text !== '' ? text : otherwise;
}

/** Describes whatever was thrown; never throws itself. */
export function describeFailure(thrown: unknown): HandlerFailure {
  if (typeof thrown !== 'object' || thrown === null) return { name: 'Error', message: String(thrown), details: {} };
  return {
    name: textOf(thrown, 'name', 'Error'),
    message: textOf(thrown, 'message', 'no message'),
    details: jsonFields(thrown),
  };
}
