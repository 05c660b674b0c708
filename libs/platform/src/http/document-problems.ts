import type { OpenAPIObject } from '@nestjs/swagger';
import { problemSchema } from '@app/contracts';
import { z } from 'zod';

const refusal = {
  description: 'Refused or failed: what is wrong, and in which field',
  content: {
    'application/problem+json': { schema: z.toJSONSchema(problemSchema, { target: 'openapi-3.0' }) as object },
  },
};

/** Adds to every operation of an API document the answer that every error gets. */
export function documentProblems(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths))
    for (const operation of [path.get, path.put, path.post, path.patch, path.delete])
      if (operation !== undefined) operation.responses['default'] ??= refusal;
  return document;
}
