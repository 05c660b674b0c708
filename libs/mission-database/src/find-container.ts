import { type ContainerDefinition, type MissionDatabase } from './definitions.js';
import { UnknownNameError } from './errors.js';

/** The container of a qualified name, or of a short name that only one has. Throws UnknownNameError. */
export function findContainer(database: MissionDatabase, name: string): ContainerDefinition {
  const qualified = database.containers.get(name);
  if (qualified !== undefined) return qualified;
  const named = [...database.containers.values()].filter((container) => container.name === name);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  const expected =
    named.length === 0 ? 'a container of this database' : named.map((found) => found.qualifiedName).join(' or ');
  throw new UnknownNameError('container', database.name, expected, name);
}
