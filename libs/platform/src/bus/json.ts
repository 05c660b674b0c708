export type JsonPrimitive = string | number | boolean | null;
/** A value that JSON carries unchanged. An optional property that is `undefined` counts as absent. */
export type JsonValue = JsonPrimitive | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** A value that JSON would lose or change: it is refused instead. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
  readonly expected = 'a JSON value';
  constructor(
    /** What was to be encoded, such as the subject of a message. */
    readonly what: string,
    /** Path inside the value, `$` being the value itself: `$.frames[3].time`. */
    readonly where: string,
    readonly found: string,
  ) {
    super(`${what}: ${where} is not a JSON value: found ${found}`);
  }
}

const MAX_DEPTH = 64;

function nameOf(value: object): string {
  const constructor: unknown = Reflect.get(value, 'constructor');
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'an object with a prototype';
}

/** Plain: no prototype, or the root prototype of any realm. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function checkObject(what: string, value: object, where: string, depth: number): void {
  if (depth > MAX_DEPTH) throw new NotJsonError(what, where, `nesting deeper than ${MAX_DEPTH}, or a cycle`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) check(what, value[i], `${where}[${i}]`, depth + 1);
    return;
  }
  if (!isPlain(value)) throw new NotJsonError(what, where, nameOf(value));
  if (Object.getOwnPropertySymbols(value).length > 0) throw new NotJsonError(what, where, 'a symbol key');
  for (const [key, member] of Object.entries(value))
    if (member !== undefined) check(what, member, `${where}.${key}`, depth + 1);
}

function check(what: string, value: unknown, where: string, depth: number): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new NotJsonError(what, where, String(value));
      return;
    case 'object':
      if (value !== null) checkObject(what, value, where, depth);
      return;
    default:
      throw new NotJsonError(what, where, typeof value);
  }
}

/**
 * JSON text of a value, refusing what JSON would silently change: `Uint8Array`, `Date`, `Map`, class instances, bigint,
 * `undefined` (but for a property, which then is absent), functions, `NaN`, infinities, symbol keys, cycles.
 * @throws NotJsonError with the path of the first such value.
 */
export function encodeJson(what: string, value: unknown): string {
  check(what, value, '$', 0);
  return JSON.stringify(value);
}

/** The value of a JSON text that we wrote ourselves. */
export function decodeJson(text: string): JsonValue {
  return JSON.parse(text) as JsonValue;
}
