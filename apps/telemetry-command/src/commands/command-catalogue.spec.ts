import { describe, expect, it } from '@jest/globals';
import { commandDefinitionSchema } from '@app/contracts';
import { compileCommandDecoder, type CommandDefinition } from '@app/mission-database';
import { referenceDatabase } from '../testing/telemetry-maker.js';
import { CommandCatalogue, readArguments } from './command-catalogue.js';

const database = referenceDatabase();
const catalogue = new CommandCatalogue(database);
const definition = (name: string): CommandDefinition => catalogue.find(name)!.definition;

describe('CommandCatalogue', () => {
  it('shows every command that can be sent, and none of those that are only inherited from', () => {
    const views = catalogue.views().map((view) => commandDefinitionSchema.parse(view));
    const names = views.map(({ name }) => name);
    expect(names).toContain('CONNECTION_TEST');
    expect(names).not.toContain('PusTelecommand');
    expect(names).toHaveLength(new Set(names).size);
    for (const { hazardous, significance } of views)
      expect(hazardous).toBe(!['none', 'watch'].includes(significance.level));
  });

  it('shows what a form needs of each argument', () => {
    const view = (name: string) => catalogue.views().find((one) => one.name === name)!;
    expect(view('TRANSMITTER_OFF')).toMatchObject({
      hazardous: true,
      significance: { level: 'severe', reason: expect.stringMatching(/link is lost/) },
      arguments: [{ name: 'OFF_DURATION_S', kind: 'integer', unit: 's', minimum: 60, maximum: 7200, default: null }],
    });
    const [duration, ratio, band] = view('IMAGING_SESSION_START').arguments;
    expect(duration).toMatchObject({ minimum: 10, maximum: 600, minimumExclusive: false, maximumExclusive: false });
    expect(ratio).toMatchObject({ kind: 'float', unit: null, default: 4 });
    expect(band).toMatchObject({
      labels: ['ALL', 'PANCHROMATIC', 'MULTISPECTRAL'],
      default: 'ALL',
      maximumLength: null,
    });
  });

  it('finds a command by its short and by its qualified name', () => {
    const { qualifiedName } = definition('HEATER_SET');
    expect(catalogue.find(qualifiedName)).toEqual(catalogue.find('HEATER_SET'));
    expect(catalogue.find('PusTelecommand')).toBeUndefined();
    expect(catalogue.find('NOPE')).toBeUndefined();
  });

  it('fills in defaults, and what it gives is encoded as it was given', () => {
    const reading = readArguments(definition('IMAGING_SESSION_START'), { DURATION_S: 120 });
    expect(reading).toEqual({ ok: true, values: { DURATION_S: 120, COMPRESSION_RATIO: 4, BAND: 'ALL' } });
    if (!reading.ok) return;
    const packet = catalogue.encoder(definition('IMAGING_SESSION_START')).encode(reading.values, { sequenceCount: 9 });
    expect(compileCommandDecoder(database).decode(packet)).toMatchObject({
      kind: 'command',
      arguments: { DURATION_S: 120, BAND: 'ALL' },
      header: { sequenceCount: 9 },
    });
  });

  it('names every argument that is wrong', () => {
    const reading = readArguments(definition('IMAGING_SESSION_START'), {
      DURATION_S: 5,
      BAND: 'a\u0000',
      COLOUR: 'red',
    });
    expect(reading.ok).toBe(false);
    if (!reading.ok)
      expect(reading.problems.map(({ argument, what }) => [argument, what])).toEqual([
        ['DURATION_S', 'out-of-range'],
        ['BAND', 'unknown-label'],
        ['COLOUR', 'unknown'],
        ['BAND', 'wrong-text'],
      ]);
  });
});
