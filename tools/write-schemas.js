// Writes the JSON Schemas of documents that people write by hand into docs/schemas, from the zod schemas that validate them:
// npm run schemas
import { mkdirSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { linkFrameJsonSchema } from '../dist/libs/contracts/src/index.js';

const file = new URL('../docs/schemas/link-profile-frame.schema.json', import.meta.url);
mkdirSync(new URL('.', file), { recursive: true });
const style = await resolveConfig(file);
writeFileSync(file, await format(JSON.stringify(linkFrameJsonSchema()), { ...style, parser: 'json' }));
