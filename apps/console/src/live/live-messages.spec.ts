import { describe, expect, it } from '@jest/globals';
import { concerns, type LiveMessage } from './live-messages.js';

describe('what the live door says', () => {
  it.each(['subscribed', 'parameters', 'alarm', 'ground-alarm', 'command', 'cop1', 'console', 'pass'])(
    'a %s message concerns its own spacecraft only: what comes after another one was chosen is dropped',
    (event) => {
      const message = { event, data: { spacecraft: 'GF-1' } } as LiveMessage;
      expect(concerns(message, 'GF-1')).toBe(true);
      expect(concerns(message, 'HJ-1A')).toBe(false);
      expect(concerns(message, undefined)).toBe(false);
    },
  );

  it('the clock and refusals concern every page', () => {
    for (const event of ['clock', 'error', 'authenticated'])
      expect(concerns({ event, data: {} } as LiveMessage, 'GF-1')).toBe(true);
  });
});
