// Writes the JSON Schemas of documents that people write by hand into docs/schemas, from the zod schemas that validate them:
// npm run schemas
import { mkdirSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { stationConfigJsonSchema } from '../dist/apps/smms/src/commands/run-station/station-config.js';
import { scenarioJsonSchema } from '../dist/hardware-sim/src/index.js';
import { linkFrameJsonSchema } from '../dist/libs/contracts/src/index.js';

const schemas = {
  'link-profile-frame.schema.json': linkFrameJsonSchema(),
  'simulator-scenario.schema.json': scenarioJsonSchema(),
  'station.schema.json': stationConfigJsonSchema(),
};

const folder = new URL('../docs/schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const file = new URL(name, folder);
  const style = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(schema), { ...style, parser: 'json' }));
}
