import { type MissionDatabase, type ParameterDefinition } from '../definitions.js';
import { checkShape, child, need, needName } from '../xml/strict-reader.js';
import { parseXml, type XmlElement } from '../xml/xml-element.js';
import { checkContainers, includedContainers } from './container.check.js';
import { declareContainer } from './container.reader.js';
import { readDescriptions } from './description.reader.js';
import { fingerprint } from './fingerprint.js';
import { parameterTypeElements, readParameterType } from './parameter-type.reader.js';
import { SpaceSystem } from './space-system.js';

/**
 * Reads an XTCE 1.2 document (telemetry: parameter types, parameters, sequence containers, nested space systems).
 *
 * Strict: an element, attribute, word or number that is not known is refused, never passed over. Throws XtceError with the
 * element path, line and column of the first thing that is wrong. `sourceName` names the file in errors.
 */
export function loadMissionDatabase(xml: string, options: { sourceName?: string } = {}): MissionDatabase {
  const root = parseXml(xml, options.sourceName ?? 'mission database');
  if (root.name !== 'SpaceSystem') throw root.error(`root element ${root.name}`, 'SpaceSystem', root.name);

  // A name may stand before its declaration, in another space system too: so all of a kind are declared before the next kind.
  const sections = declareSystems(root, undefined);
  const links: (() => void)[] = [];
  for (const { system, telemetry } of sections)
    for (const type of declarations(telemetry, 'ParameterTypeSet', parameterTypeElements)) {
      const read = readParameterType(type, { system, later: (link) => links.push(link) });
      system.declare(system.types, needName(type), read, type);
    }
  const parameters = new Map<string, ParameterDefinition>();
  for (const { system, telemetry } of sections)
    for (const element of declarations(telemetry, 'ParameterSet', ['Parameter'])) {
      const parameter = readParameter(element, system);
      system.declare(system.parameters, parameter.name, parameter, element);
      parameters.set(parameter.qualifiedName, parameter);
    }
  for (const link of links) link();
  const declared = sections.flatMap(({ system, telemetry }) =>
    declarations(telemetry, 'ContainerSet', ['SequenceContainer']).map((element) => declareContainer(element, system)),
  );
  for (const container of declared) container.fill();
  for (const container of declared) container.inherit();
  checkContainers(declared);

  const containers = declared.map(({ definition }) => definition);
  const included = includedContainers(containers);
  const digits = fingerprint(xml);
  return {
    name: need(root, 'name'),
    version: child(root, 'Header')?.attributes.get('version') ?? digits,
    fingerprint: digits,
    description: readDescriptions(root).description,
    parameters,
    containers: new Map(containers.map((container) => [container.qualifiedName, container])),
    rootContainers: containers.filter((container) => container.base === undefined && !included.has(container)),
  };
}

interface Section {
  readonly system: SpaceSystem;
  readonly telemetry: XmlElement | undefined;
}

function declareSystems(element: XmlElement, parent: SpaceSystem | undefined): Section[] {
  checkShape(element, {
    required: ['name'],
    optional: ['shortDescription', 'operationalStatus'],
    one: ['LongDescription', 'Header', 'TelemetryMetaData'],
    many: ['SpaceSystem'],
  });
  const system = new SpaceSystem(needName(element), parent);
  parent?.declare(parent.systems, system.name, system, element);
  const header = child(element, 'Header');
  if (header !== undefined) checkHeader(header);
  const telemetry = child(element, 'TelemetryMetaData');
  if (telemetry !== undefined) checkShape(telemetry, { one: ['ParameterTypeSet', 'ParameterSet', 'ContainerSet'] });
  const nested = element.children.filter(({ name }) => name === 'SpaceSystem');
  return [{ system, telemetry }, ...nested.flatMap((inner) => declareSystems(inner, system))];
}

function checkHeader(header: XmlElement): void {
  checkShape(header, {
    required: ['validationStatus'],
    optional: ['version', 'date', 'classification', 'classificationInstructions'],
    one: ['AuthorSet', 'NoteSet', 'HistorySet'],
  });
  for (const set of header.children) {
    const item = set.name.slice(0, -'Set'.length);
    checkShape(set, { many: [item] });
    for (const line of set.children) checkShape(line, { text: true });
  }
}

function declarations(
  telemetry: XmlElement | undefined,
  setName: string,
  known: readonly string[],
): readonly XmlElement[] {
  const set = telemetry && child(telemetry, setName);
  if (set === undefined) return [];
  checkShape(set, { many: known });
  return set.children;
}

function readParameter(element: XmlElement, system: SpaceSystem): ParameterDefinition {
  checkShape(element, {
    required: ['name', 'parameterTypeRef'],
    optional: ['shortDescription'],
    one: ['LongDescription'],
  });
  const name = needName(element);
  const type = system.resolveType(need(element, 'parameterTypeRef'), element);
  const own = readDescriptions(element);
  return {
    ...type,
    name,
    qualifiedName: `${system.path}/${name}`,
    description: own.description || type.description,
    longDescription: own.longDescription || type.longDescription,
  };
}
