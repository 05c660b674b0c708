import { type ContainerDefinition, type ContainerEntry, type EntryLocation } from '../definitions.js';
import {
  booleanAttribute,
  checkShape,
  child,
  foldedText,
  need,
  needChild,
  needName,
  parseInteger,
  quote,
  wordAttribute,
} from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';
import { readCriteria } from './criteria.reader.js';
import { readDescriptions } from './description.reader.js';
import { type SpaceSystem } from './space-system.js';

type Building = { -readonly [Key in keyof ContainerDefinition]: ContainerDefinition[Key] } & {
  entries: ContainerEntry[];
  children: ContainerDefinition[];
};

/** A container that is declared; `fill` reads its entries and `inherit` its base, once every container is declared. */
export interface DeclaredContainer {
  readonly definition: ContainerDefinition;
  readonly element: XmlElement;
  /** Where each entry stands in the file. */
  readonly places: ReadonlyMap<ContainerEntry, XmlElement>;
  fill(): void;
  inherit(): void;
}

const MAX_OFFSET_BITS = 8 * 65_542;

/** Declares one SequenceContainer in its space system. Throws XtceError. */
export function declareContainer(element: XmlElement, system: SpaceSystem): DeclaredContainer {
  checkShape(element, {
    required: ['name'],
    optional: ['shortDescription', 'abstract'],
    one: ['LongDescription', 'EntryList', 'BaseContainer'],
  });
  const name = needName(element);
  const definition: Building = {
    name,
    qualifiedName: `${system.path}/${name}`,
    abstract: booleanAttribute(element, 'abstract', false),
    ...readDescriptions(element),
    entries: [],
    base: undefined,
    restriction: undefined,
    children: [],
  };
  system.declare(system.containers, name, definition, element);
  const places = new Map<ContainerEntry, XmlElement>();
  return {
    definition,
    element,
    places,
    fill: () => {
      const list = needChild(element, 'EntryList');
      checkShape(list, { many: ['ParameterRefEntry', 'ContainerRefEntry'] });
      for (const item of list.children) {
        const entry = readEntry(item, system);
        definition.entries.push(entry);
        places.set(entry, item);
      }
    },
    inherit: () => {
      const base = child(element, 'BaseContainer');
      if (base !== undefined) readBase(base, definition, system);
    },
  };
}

function readBase(element: XmlElement, definition: Building, system: SpaceSystem): void {
  checkShape(element, { required: ['containerRef'], one: ['RestrictionCriteria'] });
  const base = system.resolveContainer(need(element, 'containerRef'), element);
  for (let at: ContainerDefinition | undefined = base; at !== undefined; at = at.base)
    if (at === definition)
      throw element.error('container that inherits from itself', 'a base without a loop', quote(base.qualifiedName));
  definition.base = base;
  const restriction = child(element, 'RestrictionCriteria');
  if (restriction !== undefined) definition.restriction = readCriteria(restriction, system);
  (base.children as ContainerDefinition[]).push(definition);
}

/** A ParameterRefEntry or ContainerRefEntry. */
export function readEntry(element: XmlElement, system: SpaceSystem): ContainerEntry {
  const reference = element.name === 'ParameterRefEntry' ? 'parameterRef' : 'containerRef';
  checkShape(element, {
    required: [reference],
    optional: ['shortDescription'],
    one: ['LocationInContainerInBits', 'IncludeCondition'],
  });
  const location = child(element, 'LocationInContainerInBits');
  const include = child(element, 'IncludeCondition');
  const common = {
    location: location && readLocation(location),
    include: include && readCriteria(include, system),
  };
  if (reference === 'containerRef')
    return { ...common, kind: 'container', container: system.resolveContainer(need(element, reference), element) };
  const parameter = system.resolveParameter(need(element, reference), element);
  if (parameter.encoding === undefined)
    throw element.error(`${parameter.name} has no encoding`, 'a type with a data encoding', parameter.typeName);
  return { ...common, kind: 'parameter', parameter };
}

/** LocationInContainerInBits. */
export function readLocation(element: XmlElement): EntryLocation {
  checkShape(element, { optional: ['referenceLocation'], one: ['FixedValue'] });
  const from = wordAttribute(element, 'referenceLocation', ['previousEntry', 'containerStart'], 'previousEntry');
  const value = needChild(element, 'FixedValue');
  checkShape(value, { text: true });
  const bits = parseInteger(value, 'offset', foldedText(value), 0, MAX_OFFSET_BITS);
  return { from: from === 'previousEntry' ? 'previous' : 'start', bits };
}
