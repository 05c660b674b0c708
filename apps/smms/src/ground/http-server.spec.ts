import type { INestApplication } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { createLogger, loadConfiguration } from '@app/platform';
import { listen } from './http-server.js';

describe('the address of the API', () => {
  it.each([
    ['127.0.0.1', false],
    ['127.3.2.1', false],
    ['::1', false],
    ['localhost', false],
    ['0.0.0.0', true],
    ['::', true],
    ['192.168.1.7', true],
    ['127.0.0.1.example.org', true],
  ])('%s: warned that TLS must be in front: %s', async (host, warned) => {
    const asked: unknown[] = [];
    const app = { listen: async (...where: unknown[]) => void asked.push(where) } as unknown as INestApplication;
    const lines: string[] = [];
    const logger = createLogger('warn', { write: (line) => void lines.push(line) });
    await listen(app, loadConfiguration({ SMMS_HTTP_HOST: host, SMMS_HTTP_PORT: '0' }, '/nowhere'), logger);
    expect(asked).toEqual([[0, host]]);
    expect(lines.some((line) => line.includes('TLS'))).toBe(warned);
  });

  it('is refused where it is none', () => {
    expect(() => loadConfiguration({ SMMS_HTTP_HOST: 'http://here/' }, '/nowhere')).toThrow(/SMMS_HTTP_HOST/);
  });
});
