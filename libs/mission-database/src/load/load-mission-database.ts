import { type MissionDatabase, type ParameterDefinition } from '../definitions.js';
import { checkShape, child, need, needName } from '../xml/strict-reader.js';
import { parseXml, type XmlElement } from '../xml/xml-element.js';
import { argumentTypeElements, readArgumentType } from './argument-type.reader.js';
import { declareCommand } from './command.reader.js';
import { checkContainers, includedContainers } from './container.check.js';
import { declareContainer } from './container.reader.js';
import { readDescriptions } from './description.reader.js';
import { fingerprint } from './fingerprint.js';
import { parameterTypeElements, readParameterType } from './parameter-type.reader.js';
import { SpaceSystem } from './space-system.js';

/**
 * Reads an XTCE 1.2 document (telemetry: parameter types, parameters, sequence containers; commands: argument types, meta commands
 * with their containers and significance; nested space systems). Left out: verifiers, transmission constraints, aliases, aggregates.
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
  const later = (link: () => void): number => links.push(link);
  for (const { system, telemetry, command } of sections) {
    for (const part of [telemetry, command])
      for (const type of declarations(part, 'ParameterTypeSet', parameterTypeElements))
        system.declare(system.types, needName(type), readParameterType(type, { system, later }), type);
    for (const type of declarations(command, 'ArgumentTypeSet', argumentTypeElements))
      system.declare(system.argumentTypes, needName(type), readArgumentType(type, { system, later }), type);
  }
  const parameters = new Map<string, ParameterDefinition>();
  for (const { system, telemetry, command } of sections)
    for (const part of [telemetry, command])
      for (const element of declarations(part, 'ParameterSet', ['Parameter'])) {
        const parameter = readParameter(element, system);
        system.declare(system.parameters, parameter.name, parameter, element);
        if (part === telemetry) parameters.set(parameter.qualifiedName, parameter);
      }
  for (const link of links) link();
  const declared = sections.flatMap(({ system, telemetry }) =>
    declarations(telemetry, 'ContainerSet', ['SequenceContainer']).map((element) => declareContainer(element, system)),
  );
  for (const container of declared) container.fill();
  for (const container of declared) container.inherit();
  const commands = sections
    .flatMap(({ system, command }) =>
      declarations(command, 'MetaCommandSet', ['MetaCommand']).map((element) => declareCommand(element, system)),
    )
    .map((declaredCommand) => declaredCommand.read());
  checkContainers([...declared, ...commands.map(({ container }) => container)]);

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
    commands: new Map(commands.map(({ definition }) => [definition.qualifiedName, definition])),
  };
}

interface Section {
  readonly system: SpaceSystem;
  readonly telemetry: XmlElement | undefined;
  readonly command: XmlElement | undefined;
}

function declareSystems(element: XmlElement, parent: SpaceSystem | undefined): Section[] {
  checkShape(element, {
    required: ['name'],
    optional: ['shortDescription', 'operationalStatus'],
    one: ['LongDescription', 'Header', 'TelemetryMetaData', 'CommandMetaData'],
    many: ['SpaceSystem'],
  });
  const system = new SpaceSystem(needName(element), parent);
  parent?.declare(parent.systems, system.name, system, element);
  const header = child(element, 'Header');
  if (header !== undefined) checkHeader(header);
  const telemetry = child(element, 'TelemetryMetaData');
  if (telemetry !== undefined) checkShape(telemetry, { one: ['ParameterTypeSet', 'ParameterSet', 'ContainerSet'] });
  const command = child(element, 'CommandMetaData');
  if (command !== undefined)
    checkShape(command, { one: ['ParameterTypeSet', 'ParameterSet', 'ArgumentTypeSet', 'MetaCommandSet'] });
  const nested = element.children.filter(({ name }) => name === 'SpaceSystem');
  return [{ system, telemetry, command }, ...nested.flatMap((inner) => declareSystems(inner, system))];
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

function declarations(part: XmlElement | undefined, setName: string, known: readonly string[]): readonly XmlElement[] {
  const set = part && child(part, setName);
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
