import { applyDecorators, Body, Injectable, type PipeTransform, Query } from '@nestjs/common';
import { ApiBody, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { Refusal } from './refusal.js';

/** Validates what comes in at the door by one zod schema, and names each field that is wrong. */
@Injectable()
export class ZodPipe implements PipeTransform {
  constructor(
    private readonly schema: z.ZodType,
    private readonly what: string,
  ) {}

  transform(value: unknown): unknown {
    return parseOrRefuse(this.schema, value, this.what);
  }
}

/** The parsed value, or a Refusal (400) that names the fields. */
export function parseOrRefuse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal(
    400,
    `invalid ${what}`,
    result.error.issues.flatMap((issue) => problemsOf(issue, value, what, schema)),
  );
}

/** The fields of one issue, each with what was expected and what was found. */
function problemsOf(
  issue: z.core.$ZodIssue,
  value: unknown,
  what: string,
  schema: z.ZodType,
): { path: string; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    const known =
      issue.path.length === 0 && schema instanceof z.ZodObject
        ? `, expected only ${Object.keys(schema.shape).join(', ')}`
        : '';
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: `no such field${known}` }));
  }
  const path = issue.path.length === 0 ? what : issue.path.join('.');
  const expected = issue.message.replace(/^Invalid (input|option): /, '').replace(/, received .*$/, '');
  return [
    { path, message: expected.includes('found') ? expected : `${expected}, found ${foundAt(value, issue.path)}` },
  ];
}

/** Never said again, not even to who sent it: an answer may be shown or logged. */
const secret = /password|token/i;

function foundAt(value: unknown, path: readonly PropertyKey[]): string {
  if (secret.test(String(path.at(-1) ?? ''))) return 'a text that is not shown';
  let found = value;
  for (const key of path) found = (found as Record<PropertyKey, unknown> | null | undefined)?.[key];
  const text = found === undefined ? 'nothing' : JSON.stringify(found);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

export function ZodBody(schema: z.ZodType): ParameterDecorator {
  return Body(new ZodPipe(schema, 'body'));
}

export function ZodQuery(schema: z.ZodType): ParameterDecorator {
  return Query(new ZodPipe(schema, 'query'));
}

type OpenApiSchema =
  NonNullable<Parameters<typeof ApiBody>[0]> extends infer Options
    ? Options extends { schema: infer S }
      ? S
      : never
    : never;

function openApi(schema: z.ZodType, io: 'input' | 'output'): OpenApiSchema {
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io, unrepresentable: 'any' }) as OpenApiSchema;
}

/** Documents a request body by the schema that validates it. */
export function DocumentedBody(schema: z.ZodType): MethodDecorator {
  return ApiBody({ schema: openApi(schema, 'input') });
}

/** Documents a successful answer by its schema. */
export function DocumentedAnswer(schema: z.ZodType, status = 200): MethodDecorator {
  return ApiResponse({ status, schema: openApi(schema, 'output') });
}

/** Documents the query parameters of an object schema. */
export function DocumentedQuery(schema: z.ZodObject): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...Object.entries(schema.shape).map(([name, field]) =>
      ApiQuery({
        name,
        required: !(field as z.ZodType).safeParse(undefined).success,
        schema: openApi(field as z.ZodType, 'input'),
      }),
    ),
  );
}
