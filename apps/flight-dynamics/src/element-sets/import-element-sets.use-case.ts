import { Injectable } from '@nestjs/common';
import { type ElementSetMessage, elementSetMessageOf, type Spacecraft } from '@app/contracts';
import { type ElementSet, ElementFileError, parseElements } from '@app/orbit';
import { Refusal, RegistryReader } from '@app/platform';
import { ElementSetRepository } from './element-set.repository.js';

export interface ImportOutcome {
  readonly imported: readonly ElementSetMessage[];
  readonly new: number;
}

/** Reads element sets in any form and stores them, all or nothing: a set that is wrong, or of no spacecraft of ours, refuses the file. */
@Injectable()
export class ImportElementSets {
  constructor(
    private readonly registry: RegistryReader,
    private readonly elementSets: ElementSetRepository,
  ) {}

  /** Throws Refusal (400 unreadable, 422 wrong sets or unknown spacecraft), each problem with its place and field. */
  async execute(text: string, source: string): Promise<ImportOutcome> {
    const sets = readElements(text, source);
    const spacecraft = await this.registry.spacecraft();
    const messages: ElementSetMessage[] = [];
    const problems: { path: string; message: string }[] = [];
    for (const set of sets) {
      const craft = spacecraftOf(set, spacecraft);
      if (craft === undefined) {
        problems.push({
          path: set.objectName,
          message: `no spacecraft has catalogue number ${set.catalogNumber ?? '(none)'} or this name`,
        });
      } else messages.push(elementSetMessageOf(craft.id, set));
    }
    if (problems.length > 0) throw new Refusal(422, 'unknown spacecraft', problems);
    return { imported: messages, new: await this.elementSets.add(messages) };
  }
}

function readElements(text: string, source: string): readonly ElementSet[] {
  try {
    const { elementSets, errors } = parseElements(text, source);
    if (errors.length > 0) {
      throw new Refusal(
        422,
        'invalid element sets',
        errors.map((error) => ({ path: source, message: error.message })),
      );
    }
    if (elementSets.length === 0)
      throw new Refusal(400, 'no element sets', [{ path: source, message: 'the text holds no element set' }]);
    return elementSets;
  } catch (error) {
    if (error instanceof ElementFileError)
      throw new Refusal(400, 'unreadable element sets', [{ path: source, message: error.message }]);
    throw error;
  }
}

/** By catalogue number; planned spacecraft, which have none, by identifier or name. */
function spacecraftOf(set: ElementSet, spacecraft: readonly Spacecraft[]): Spacecraft | undefined {
  if (set.catalogNumber !== undefined)
    return spacecraft.find(({ catalogNumber }) => catalogNumber === set.catalogNumber);
  return spacecraft.find(
    ({ id, name, catalogNumber }) => catalogNumber === null && (id === set.objectName || name === set.objectName),
  );
}
