import { describe, expect, it } from '@jest/globals';
import type { ArgumentDefinition } from '@app/contracts';
import { textOf, valueOf } from './argument-value.js';

const definition = (part: Partial<ArgumentDefinition>): ArgumentDefinition => ({
  name: 'A',
  description: null,
  kind: 'integer',
  unit: null,
  labels: null,
  minimum: null,
  maximum: null,
  minimumExclusive: false,
  maximumExclusive: false,
  maximumLength: null,
  default: null,
  ...part,
});

describe('a field of the command form', () => {
  it('sends numbers as numbers, and what is none as it is, for the ground segment to refuse', () => {
    expect(valueOf(definition({}), ' 12 ')).toBe(12);
    expect(valueOf(definition({ kind: 'float' }), '1.5e3')).toBe(1500);
    expect(valueOf(definition({}), '1.5')).toBe('1.5');
    expect(valueOf(definition({}), '9007199254740993')).toBe('9007199254740993');
    expect(valueOf(definition({}), 'twelve')).toBe('twelve');
  });

  it('leaves out what nobody filled in, but for a text, which may be empty', () => {
    expect(valueOf(definition({}), ' ')).toBeUndefined();
    expect(valueOf(definition({ kind: 'enumerated', labels: ['ON', 'OFF'] }), '')).toBeUndefined();
    expect(valueOf(definition({ kind: 'boolean' }), '')).toBeUndefined();
    expect(valueOf(definition({ kind: 'string' }), '')).toBe('');
  });

  it("sends a Boolean's label as it was chosen, and shows its default by its label", () => {
    const lamp = definition({ kind: 'boolean', labels: ['OFF', 'ON'], default: true });
    expect(valueOf(lamp, 'ON')).toBe('ON');
    expect(valueOf(lamp, 'OFF')).toBe('OFF');
    expect(textOf(lamp)).toBe('ON');
    expect(textOf(definition({ kind: 'boolean', labels: ['OFF', 'ON'], default: false }))).toBe('OFF');
  });
});
