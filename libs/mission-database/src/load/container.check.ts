import { criterionParameters } from '../criterion-parameters.js';
import {
  type ContainerDefinition,
  type ContainerEntry,
  type Criterion,
  type ParameterDefinition,
} from '../definitions.js';
import { child, quote } from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';
import { type DeclaredContainer } from './container.reader.js';

/** A container that has been read, of telemetry or of a command, and where it and its entries stand in the file. */
export type ReadContainer = Pick<DeclaredContainer, 'definition' | 'element' | 'places'>;

/**
 * What can only be seen when all containers are read: an included container with a base, a loop of inclusions, and a
 * condition, size or restriction over a parameter that no earlier entry of the packet holds. Throws XtceError.
 */
export function checkContainers(declared: readonly ReadContainer[]): void {
  const elements = new Map(declared.map(({ definition, element }) => [definition, element]));
  const places = new Map(declared.flatMap((container) => [...container.places]));
  const included = includedContainers(declared.map(({ definition }) => definition));
  // An included container may use parameters of the one around it, so it is checked there.
  for (const { definition, element } of declared)
    if (!included.has(definition)) new Walk(places).chain(definition, element, elements);
  for (const { definition, element } of declared)
    if (included.has(definition)) new Walk(places).loops(definition, element);
}

/** Every container that a ContainerRefEntry names. */
export function includedContainers(containers: Iterable<ContainerDefinition>): Set<ContainerDefinition> {
  const included = new Set<ContainerDefinition>();
  for (const { entries } of containers)
    for (const entry of entries) if (entry.kind === 'container') included.add(entry.container);
  return included;
}

/** Where a restriction stands: a command's may come from its assignments instead. */
function restrictionElement(element: XmlElement): XmlElement {
  const base = child(element, 'BaseContainer');
  return (base && child(base, 'RestrictionCriteria')) ?? element;
}

class Walk {
  private readonly known = new Set<ParameterDefinition>();

  constructor(private readonly places: ReadonlyMap<ContainerEntry, XmlElement>) {}

  /** The container with all that it inherits, from the root down. */
  chain(
    container: ContainerDefinition,
    element: XmlElement,
    elements: ReadonlyMap<ContainerDefinition, XmlElement>,
  ): void {
    if (container.base !== undefined) {
      this.chain(container.base, elements.get(container.base) ?? element, elements);
      if (container.restriction !== undefined) this.need(container.restriction, restrictionElement(element));
    }
    this.entries(container, [container], element);
  }

  /** Only the loops: the rest depends on where the container is included. */
  loops(container: ContainerDefinition, element: XmlElement, path: readonly ContainerDefinition[] = []): void {
    for (const entry of container.entries) {
      if (entry.kind !== 'container') continue;
      const at = this.places.get(entry) ?? element;
      this.refuse(entry.container, [...path, container], at);
      this.loops(entry.container, at, [...path, container]);
    }
  }

  private entries(container: ContainerDefinition, path: readonly ContainerDefinition[], element: XmlElement): void {
    for (const entry of container.entries) {
      const at = this.places.get(entry) ?? element;
      if (entry.include !== undefined) this.need(entry.include, at);
      if (entry.kind === 'container') {
        this.refuse(entry.container, path, at);
        this.entries(entry.container, [...path, entry.container], at);
        continue;
      }
      const { encoding } = entry.parameter;
      const size = encoding?.kind === 'string' || encoding?.kind === 'binary' ? encoding.size : undefined;
      if (size?.kind === 'dynamic') this.needParameter(size.parameter, at);
      this.known.add(entry.parameter);
    }
  }

  private refuse(included: ContainerDefinition, path: readonly ContainerDefinition[], at: XmlElement): void {
    if (path.includes(included))
      throw at.error('container that includes itself', 'inclusions without a loop', quote(included.qualifiedName));
    if (included.base !== undefined)
      throw at.error(
        'included container with a base',
        'a container without BaseContainer',
        quote(included.qualifiedName),
      );
  }

  private need(criterion: Criterion, at: XmlElement): void {
    for (const parameter of criterionParameters(criterion)) this.needParameter(parameter, at);
  }

  private needParameter(parameter: ParameterDefinition, at: XmlElement): void {
    if (!this.known.has(parameter))
      throw at.error(
        `${parameter.name} does not come before in the packet`,
        'a parameter of an earlier entry',
        quote(parameter.qualifiedName),
      );
  }
}
