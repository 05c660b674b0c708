import { describe, expect, it } from '@jest/globals';
import { createLogger } from '@app/platform';
import { readableLine } from './log-destinations.js';

describe('warnings on the terminal', () => {
  it('are one line each: what, the fields, of an error its message and never its stack', () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (json) => lines.push(readableLine(json)) });
    logger.warn({ spacecraft: 'GF-1', ageDays: 5.5 }, 'element set is ageing');
    logger.error({ error: new Error('first\nsecond') }, 'prediction failed');
    logger.warn('plain');
    expect(lines).toEqual([
      'warning: element set is ageing (spacecraft GF-1, ageDays 5.5)',
      'error: prediction failed (error "first second")',
      'warning: plain',
    ]);
  });
});
