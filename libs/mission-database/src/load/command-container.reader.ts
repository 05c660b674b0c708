import { type ArgumentDefinition } from '../command/command-definition.js';
import {
  type ContainerDefinition,
  type ContainerEntry,
  type Criterion,
  type EngineeringValue,
  type ParameterDefinition,
  type RawValue,
} from '../definitions.js';
import { checkShape, child, need, needChild, needName, quote } from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';
import { type ReadContainer } from './container.check.js';
import { readEntry, readLocation } from './container.reader.js';
import { readCriteria } from './criteria.reader.js';
import { readDescriptions } from './description.reader.js';
import { readFixedValue } from './fixed-value.reader.js';
import { type SpaceSystem } from './space-system.js';

/** Arguments that a command settles for the one that it inherits from. */
export type Assignments = ReadonlyMap<ArgumentDefinition, { readonly value: EngineeringValue; readonly raw: RawValue }>;

/** The layout that a command inherits. */
export interface BaseLayout {
  readonly container: ContainerDefinition;
  readonly named: ContainerDefinition;
}

/** What a command knows before its layout is read. */
export interface Surroundings {
  readonly name: string;
  readonly qualifiedName: string;
  readonly abstract: boolean;
  readonly base: BaseLayout | undefined;
  readonly everyArgument: readonly ArgumentDefinition[];
  readonly assignments: Assignments;
}

export type CommandContainer = ReadContainer & {
  /** The nearest CommandContainer that the file has: what a derived command's BaseContainer names. */
  readonly named: ContainerDefinition;
  readonly fixed: ReadonlyMap<ParameterDefinition, RawValue>;
};

/** CommandContainer. A command without one has the layout of the command that it inherits from. Throws XtceError. */
export function readCommandContainer(element: XmlElement, system: SpaceSystem, around: Surroundings): CommandContainer {
  const { base, abstract, assignments } = around;
  const places = new Map<ContainerEntry, XmlElement>();
  const fixed = new Map<ParameterDefinition, RawValue>();
  const assigned = assignmentCriteria(assignments);
  const found = child(element, 'CommandContainer');
  if (found === undefined) {
    if (base === undefined)
      throw element.error('command without a layout', 'CommandContainer or BaseMetaCommand', 'neither');
    const definition: ContainerDefinition = {
      name: around.name,
      qualifiedName: around.qualifiedName,
      abstract,
      description: '',
      longDescription: '',
      entries: [],
      base: base.container,
      restriction: together(assigned),
      children: [],
    };
    return { definition, element, places, named: base.named, fixed };
  }
  checkShape(found, {
    required: ['name'],
    optional: ['shortDescription'],
    one: ['LongDescription', 'EntryList', 'BaseContainer'],
  });
  const name = needName(found);
  const { container, restriction } = readBase(found, system, base);
  const list = needChild(found, 'EntryList');
  checkShape(list, { many: ['ArgumentRefEntry', 'FixedValueEntry', 'ParameterRefEntry', 'ContainerRefEntry'] });
  const path = `${around.qualifiedName}/${name}`;
  const entries = list.children.map((item, number): ContainerEntry => {
    const entry = readCommandEntry(item, system, around, fixed, path, number);
    places.set(entry, item);
    return entry;
  });
  const definition: ContainerDefinition = {
    name,
    qualifiedName: `${system.path}/${name}`,
    abstract,
    ...readDescriptions(found),
    entries,
    base: container,
    restriction: together([...(restriction === undefined ? [] : [restriction]), ...assigned]),
    children: [],
  };
  system.declare(system.commandContainers, name, definition, found);
  return { definition, element: found, places, named: definition, fixed };
}

/** The base of a command's container is the container of its base command; without one, a sequence container or nothing. */
function readBase(
  element: XmlElement,
  system: SpaceSystem,
  base: BaseLayout | undefined,
): { container: ContainerDefinition | undefined; restriction: Criterion | undefined } {
  const found = child(element, 'BaseContainer');
  if (found === undefined) {
    if (base !== undefined)
      throw element.error('CommandContainer without its base', `BaseContainer ${base.named.name}`, 'nothing');
    return { container: undefined, restriction: undefined };
  }
  checkShape(found, { required: ['containerRef'], one: ['RestrictionCriteria'] });
  const reference = need(found, 'containerRef');
  const container =
    base === undefined ? system.resolveContainer(reference, found) : system.resolveCommandContainer(reference, found);
  if (base !== undefined && container !== base.named)
    throw found.error(
      'base of a CommandContainer',
      `the container of the base command: ${base.named.qualifiedName}`,
      quote(container.qualifiedName),
    );
  const restriction = child(found, 'RestrictionCriteria');
  return {
    // A base command without a container of its own has one that only settles arguments: it stands between.
    container: base?.container ?? container,
    restriction: restriction && readCriteria(restriction, system),
  };
}

function readCommandEntry(
  element: XmlElement,
  system: SpaceSystem,
  { everyArgument, qualifiedName }: Surroundings,
  fixed: Map<ParameterDefinition, RawValue>,
  path: string,
  number: number,
): ContainerEntry {
  const locationElement = child(element, 'LocationInContainerInBits');
  const location = locationElement && readLocation(locationElement);
  if (element.name === 'FixedValueEntry') {
    const { field, raw } = readFixedValue(element, path, number);
    fixed.set(field, raw);
    return { kind: 'parameter', location, include: undefined, parameter: field };
  }
  if (element.name !== 'ArgumentRefEntry') return readEntry(element, system);
  checkShape(element, {
    required: ['argumentRef'],
    optional: ['shortDescription'],
    one: ['LocationInContainerInBits'],
  });
  const name = need(element, 'argumentRef');
  const argument = everyArgument.find((candidate) => candidate.name === name);
  if (argument === undefined)
    throw element.error(
      `unknown argument ${quote(name)}`,
      everyArgument.map((known) => known.name).join(', ') || `no argument in ${qualifiedName}`,
      quote(name),
    );
  return { kind: 'parameter', location, include: undefined, parameter: argument.field };
}

/** An assignment tells a command from the one above it: a text is compared as text, all else by raw value. */
function assignmentCriteria(assignments: Assignments): Criterion[] {
  return [...assignments].map(([{ field }, { value, raw }]): Criterion => {
    const common = { kind: 'comparison', parameter: field, operator: '==' } as const;
    return raw instanceof Uint8Array
      ? { ...common, calibrated: true, literal: String(value) }
      : { ...common, calibrated: false, literal: raw };
  });
}

function together(terms: readonly Criterion[]): Criterion | undefined {
  return terms.length > 1 ? { kind: 'all', terms } : terms[0];
}
