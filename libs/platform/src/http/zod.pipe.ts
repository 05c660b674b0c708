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
export function parseOrRefuse<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal(
    400,
    `invalid ${what}`,
    result.error.issues.map((issue) => ({
      path: issue.path.length === 0 ? what : issue.path.join('.'),
      message: issue.message,
    })),
  );
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
