import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configurationSchema, loadConfiguration } from './index.js';

const empty = mkdtempSync(join(tmpdir(), 'smms-config-'));

describe('configuration', () => {
  it('has a default for all that has no need to be set', () => {
    expect(loadConfiguration({}, empty)).toMatchObject({
      SMMS_MODE: 'simulation',
      SMMS_HTTP_PORT: 8080,
      SMMS_HTTP_HOST: '127.0.0.1',
    });
  });

  it('names each setting that is wrong, and what was found', () => {
    expect(() => loadConfiguration({ SMMS_HTTP_PORT: '70000', SMMS_MODE: 'live', SMMS_PROT: '1' }, empty)).toThrow(
      /SMMS_PROT: no such setting; SMMS_MODE: .*"live".*; SMMS_HTTP_PORT: .*"70000"/,
    );
  });

  it('takes the environment before the .env file, and names a bad line of it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'smms-config-'));
    writeFileSync(join(folder, '.env'), '# comment\nSMMS_HTTP_PORT="9000"\nSMMS_LOG_LEVEL=debug\n');
    expect(loadConfiguration({ SMMS_LOG_LEVEL: 'warn' }, folder)).toMatchObject({
      SMMS_HTTP_PORT: 9000,
      SMMS_LOG_LEVEL: 'warn',
    });
    writeFileSync(join(folder, '.env'), 'SMMS_HTTP_PORT 9000\n');
    expect(() => loadConfiguration({}, folder)).toThrow(/\.env:1: expected NAME=value/);
  });

  it('is described whole by .env.example', () => {
    const example = readFileSync('.env.example', 'utf8');
    const listed = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]);
    expect(listed.sort()).toEqual(Object.keys(configurationSchema.shape).sort());
  });
});
