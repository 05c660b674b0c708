import { z } from 'zod';

const schemaSchema = z.record(z.string(), z.unknown());
const answerSchema = z.object({
  content: z.record(z.string(), z.object({ schema: schemaSchema })).optional(),
});
const operationSchema = z.object({
  summary: z.string().optional(),
  tags: z.array(z.string()).optional(),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(['path', 'query']),
      required: z.boolean().optional(),
      schema: schemaSchema.optional(),
    }),
  ),
  requestBody: answerSchema.optional(),
  /** What the operation needs; nothing where it is open to everybody. */
  security: z.array(z.record(z.string(), z.unknown())).optional(),
  responses: z.record(z.string(), answerSchema),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

/** One operation of the API as its OpenAPI document says. */
export interface Operation extends z.infer<typeof operationSchema> {
  readonly method: string;
  readonly path: string;
}

/** Every operation of the API that runs at `base`. */
export async function operationsOf(base: string): Promise<Operation[]> {
  const document = documentSchema.parse(await (await fetch(`${base}/api/docs-json`)).json());
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

export function queryNames({ parameters }: Operation): string[] {
  return parameters.filter((one) => one.in === 'query').map(({ name }) => name);
}

/** The JSON schema of an answer or a body, where the document has one. */
export function jsonSchema(answer: z.infer<typeof answerSchema> | undefined, type = 'application/json') {
  return answer?.content?.[type]?.schema;
}

/** Content types that an answer may have. */
export function contentTypes(answer: z.infer<typeof answerSchema> | undefined): string[] {
  return Object.keys(answer?.content ?? {});
}

/** Names in braces that a path has. */
export function pathNames({ path }: Operation): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');
}
