import {
  type Calibrator,
  type ContainerDefinition,
  type ContainerEntry,
  type Criterion,
  type EngineeringValue,
  type MissionDatabase,
  type ParameterDefinition,
  type RawValue,
} from '../definitions.js';
import { EncodeError } from '../errors.js';
import { findContainer } from '../find-container.js';
import { compileCriterion, type Test } from './criterion.js';
import { compileEngineering } from './engineering-value.js';
import { fixedSizeInBits } from './fixed-size.js';
import { numericWriter } from './numeric-field.js';
import { octetWriter } from './octet-field.js';
import { type DecodedEntry, type Slots, SlotTable } from './packet-values.js';
import { checkRaw, engineeringToRaw } from './raw-value.js';
import { reserveSlots } from './referenced-parameters.js';
import { PacketBuffer } from './packet-buffer.js';

/** Values by parameter name: the qualified one, or the short one where only one parameter of the packet has it. */
export type PacketValues = Readonly<Record<string, EngineeringValue>>;

export interface PacketEncoder {
  readonly container: ContainerDefinition;
  /** The parameters of the packet in packet order, once each, conditional ones too. */
  readonly parameters: readonly ParameterDefinition[];
  /** Those that the restrictions on the way to the container fix by equality: the encoder fills them in. */
  readonly fixed: ReadonlyMap<ParameterDefinition, RawValue>;
  /** Octets of every packet of this container; undefined where they depend on the values. */
  readonly sizeInOctets: number | undefined;
  /**
   * The octets of a packet. Bits between fields and after the last one are 0. `as` says what the values are: engineering values
   * (default) or raw values. Throws EncodeError for a missing, unknown or wrong value, and where the values do not satisfy the
   * container's restrictions.
   */
  encode(values: PacketValues, as?: 'engineering' | 'raw'): Uint8Array;
}

interface Writing {
  readonly buffer: PacketBuffer;
  readonly slots: Slots;
  readonly take: (parameter: ParameterDefinition) => EngineeringValue | undefined;
  readonly as: 'engineering' | 'raw';
  start: number;
}

type Step = (writing: Writing) => void;

/**
 * An encoder for one concrete container with all that it inherits, compiled once. `containerName` is a qualified or a unique
 * short name. Throws UnknownNameError, and EncodeError for an abstract container.
 */
export function compileEncoder(database: MissionDatabase, containerName: string): PacketEncoder {
  return compileContainerEncoder(findContainer(database, containerName));
}

/** The same for a container at hand: a command's is not found by name. */
export function compileContainerEncoder(container: ContainerDefinition): PacketEncoder {
  if (container.abstract)
    throw new EncodeError('abstract container', container.qualifiedName, 'a concrete container', 'an abstract one');
  const chain: ContainerDefinition[] = [];
  for (let at: ContainerDefinition | undefined = container; at !== undefined; at = at.base) chain.unshift(at);

  const table = new SlotTable();
  for (const link of chain) reserveSlots(link, table);
  const fixed = new Map<ParameterDefinition, RawValue>();
  const steps: Step[] = [];
  const rules: { test: Test; link: ContainerDefinition }[] = [];
  for (const link of chain) {
    if (link.restriction !== undefined) {
      fixByEquality(link.restriction, fixed);
      rules.push({ test: compileCriterion(link.restriction, table), link });
    }
    for (const entry of link.entries) steps.push(compileEntry(entry, table, fixed));
  }
  const parameters = [...new Set(chain.flatMap(parametersOf))];
  const names = nameTable(parameters);
  const bits = fixedSizeInBits(chain);
  const sizeInOctets = bits === undefined ? undefined : Math.ceil(bits / 8);

  return {
    container,
    parameters,
    fixed,
    sizeInOctets,
    encode: (values, as = 'engineering') => {
      const given = new Map<ParameterDefinition, EngineeringValue>();
      for (const [name, value] of Object.entries(values)) given.set(known(names, name, container), value);
      const writing: Writing = {
        buffer: new PacketBuffer(sizeInOctets ?? 256),
        slots: new Array<DecodedEntry | undefined>(table.size).fill(undefined),
        take: (parameter) => given.get(parameter),
        as,
        start: 0,
      };
      for (const step of steps) step(writing);
      for (const { test, link } of rules)
        if (!test(writing.slots))
          throw new EncodeError(
            'values against the restriction criteria',
            link.qualifiedName,
            `values that select ${link.name}`,
            'others',
          );
      return writing.buffer.finish();
    },
  };
}

function parametersOf(container: ContainerDefinition): ParameterDefinition[] {
  return container.entries.flatMap((entry) =>
    entry.kind === 'parameter' ? [entry.parameter] : parametersOf(entry.container),
  );
}

/** Names to parameters; a short name that two parameters share means neither. */
function nameTable(parameters: readonly ParameterDefinition[]): Map<string, ParameterDefinition | undefined> {
  const names = new Map<string, ParameterDefinition | undefined>();
  for (const parameter of parameters) names.set(parameter.name, names.has(parameter.name) ? undefined : parameter);
  for (const parameter of parameters) names.set(parameter.qualifiedName, parameter);
  return names;
}

function known(
  names: ReadonlyMap<string, ParameterDefinition | undefined>,
  name: string,
  container: ContainerDefinition,
): ParameterDefinition {
  const parameter = names.get(name);
  if (parameter !== undefined) return parameter;
  const expected = names.has(name) ? 'a qualified name: two parameters share this one' : 'a parameter of the container';
  throw new EncodeError('value for an unknown parameter', container.qualifiedName, expected, name);
}

/** Collects what must hold in every case: equalities, alone or joined by AND. */
function fixByEquality(criterion: Criterion, fixed: Map<ParameterDefinition, RawValue>): void {
  if (criterion.kind === 'all') for (const term of criterion.terms) fixByEquality(term, fixed);
  if (criterion.kind !== 'comparison' || criterion.operator !== '==') return;
  const { parameter, calibrated, literal } = criterion;
  fixed.set(parameter, calibrated ? engineeringToRaw(parameter, literal) : checkRaw(parameter, literal));
}

function compileEntry(
  entry: ContainerEntry,
  table: SlotTable,
  fixed: ReadonlyMap<ParameterDefinition, RawValue>,
): Step {
  const write = entry.kind === 'parameter' ? compileField(entry.parameter, table, fixed) : inclusion(entry.container);
  const { location, include } = entry;
  const test = include === undefined ? undefined : compileCriterion(include, table);
  return (writing) => {
    if (test !== undefined && !test(writing.slots)) return;
    if (location !== undefined)
      writing.buffer.seek((location.from === 'start' ? writing.start : writing.buffer.bit) + location.bits);
    write(writing);
  };

  function inclusion(container: ContainerDefinition): Step {
    const steps = container.entries.map((inner) => compileEntry(inner, table, fixed));
    return (writing) => {
      const outer = writing.start;
      writing.start = writing.buffer.bit;
      for (const step of steps) step(writing);
      writing.start = outer;
    };
  }
}

function compileField(
  parameter: ParameterDefinition,
  table: SlotTable,
  fixed: ReadonlyMap<ParameterDefinition, RawValue>,
): Step {
  const { encoding } = parameter;
  if (encoding === undefined) return () => undefined; // refused when the file is loaded
  const slot = table.find(parameter);
  const convert = compileEngineering(parameter, table);
  const calibratorFor = contextChoice(parameter, table);
  const writeOctets =
    encoding.kind === 'string' || encoding.kind === 'binary' ? octetWriter(parameter, encoding, table) : undefined;
  const writeNumber = encoding.kind === 'integer' || encoding.kind === 'float' ? numericWriter(encoding) : undefined;
  const size = encoding.kind === 'integer' || encoding.kind === 'float' ? encoding.sizeInBits : 0;

  return ({ buffer, slots, take, as }) => {
    const given = take(parameter);
    let raw: RawValue | undefined;
    if (given === undefined) raw = fixed.get(parameter);
    else raw = as === 'raw' ? checkRaw(parameter, given) : engineeringToRaw(parameter, given, calibratorFor(slots));
    if (raw === undefined)
      throw new EncodeError('missing value', parameter.qualifiedName, `a value for ${parameter.name}`, 'nothing');
    if (slot >= 0) slots[slot] = { parameter, raw, value: convert === undefined ? raw : convert(raw, slots) };
    if (raw instanceof Uint8Array) writeOctets?.(buffer, raw, slots);
    else writeNumber?.(buffer.reserve(size), buffer.advance(size), raw);
  };
}

/** Which calibrator holds, by what has been written so far. */
function contextChoice(parameter: ParameterDefinition, table: SlotTable): (slots: Slots) => Calibrator | undefined {
  const { encoding } = parameter;
  if (encoding?.kind !== 'integer' && encoding?.kind !== 'float') return () => undefined;
  const contexts = encoding.contextCalibrators.map(({ context, calibrator }) => ({
    test: compileCriterion(context, table),
    calibrator,
  }));
  return (slots) => contexts.find(({ test }) => test(slots))?.calibrator ?? encoding.calibrator;
}
