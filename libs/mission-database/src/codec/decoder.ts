import {
  type ContainerDefinition,
  type ContainerEntry,
  type MissionDatabase,
  type ParameterDefinition,
} from '../definitions.js';
import { findContainer } from '../find-container.js';
import { compileCriterion, type Test } from './criterion.js';
import { compileEngineering } from './engineering-value.js';
import { octetReader } from './field-extent.js';
import { numericReader } from './numeric-field.js';
import { type DecodedEntry, type Slots, SlotTable } from './packet-values.js';
import { reserveSlots } from './referenced-parameters.js';

/** A packet that a concrete container describes. */
export interface DecodedPacket {
  readonly ok: true;
  /** Short name of the concrete container. */
  readonly container: string;
  readonly definition: ContainerDefinition;
  /** Short names from the root container to the concrete one. */
  readonly containers: readonly string[];
  /** In packet order; a parameter that stands in the packet twice is here twice. */
  readonly entries: DecodedEntry[];
  /** Bits after the last field: 0 where definition and packet agree. */
  readonly leftoverBits: number;
}

/** A packet that could not be decoded, and how far it went. */
export interface DecodeFailure {
  readonly ok: false;
  /**
   * `unrecognised`: no concrete container fits; `ambiguous`: more than one does; `too-short`: a field reaches beyond the end;
   * `bad-size`: the packet gives a field a size that it cannot have.
   */
  readonly reason: 'unrecognised' | 'ambiguous' | 'too-short' | 'bad-size';
  /** Qualified name of the parameter, or of the container where the search ended. */
  readonly where: string;
  readonly containers: readonly string[];
  /** Where the field begins, or where the containers end that were recognised. */
  readonly bitOffset: number;
  readonly expected: string;
  readonly found: string;
  /** What was decoded before. */
  readonly entries: DecodedEntry[];
}

export type DecodeResult = DecodedPacket | DecodeFailure;

/** Decodes one packet. Never throws for what a packet holds; the packet is not kept. */
export type PacketDecoder = (packet: Uint8Array) => DecodeResult;

interface Cursor {
  bytes: Uint8Array;
  bitLength: number;
  bit: number;
  /** End of the furthest field. */
  end: number;
  /** Where the container begins that location offsets count from. */
  start: number;
  entries: DecodedEntry[];
  slots: Slots;
  failure: Omit<DecodeFailure, 'ok' | 'containers' | 'entries'> | undefined;
}

/** Reads one entry; false where it failed and the cursor says why. */
type Step = (cursor: Cursor) => boolean;

interface Node {
  readonly container: ContainerDefinition;
  readonly path: readonly string[];
  readonly steps: readonly Step[];
  readonly children: readonly { readonly test: Test; readonly node: Node }[];
}

/**
 * A decoder for all containers that inherit from a root container, compiled once. A child is taken when its restriction holds
 * by raw or engineering value as the file says, from the root down until no child fits; ending in an abstract container means
 * that the packet is not recognised. `rootContainerName` is a qualified or a unique short name. Throws UnknownNameError.
 *
 * The decoder keeps scratch space: use one in one thread only.
 */
export function compileDecoder(database: MissionDatabase, rootContainerName: string): PacketDecoder {
  return compileContainerDecoder(findContainer(database, rootContainerName));
}

/** The same for a root container at hand: a command's is not found by name. */
export function compileContainerDecoder(rootContainer: ContainerDefinition): PacketDecoder {
  const table = new SlotTable();
  const reserveTree = (container: ContainerDefinition): void => {
    reserveSlots(container, table);
    container.children.forEach(reserveTree);
  };
  reserveTree(rootContainer);
  const root = compileNode(rootContainer, [], table);
  const nothing = new Uint8Array();
  const slotCount = table.size;
  const cursor: Cursor = {
    bytes: nothing,
    bitLength: 0,
    bit: 0,
    end: 0,
    start: 0,
    entries: [],
    slots: new Array<DecodedEntry | undefined>(slotCount).fill(undefined),
    failure: undefined,
  };

  return (packet) => {
    cursor.bytes = packet;
    cursor.bitLength = packet.length * 8;
    cursor.bit = cursor.end = cursor.start = 0;
    cursor.entries = [];
    cursor.failure = undefined;
    for (let i = 0; i < slotCount; i++) cursor.slots[i] = undefined;
    const result = run(root, cursor);
    cursor.bytes = nothing;
    return result;
  };
}

function run(root: Node, cursor: Cursor): DecodeResult {
  for (let node = root; ;) {
    for (const step of node.steps) if (!step(cursor)) return failed(node, cursor);
    let next: Node | undefined;
    for (const child of node.children) {
      if (!child.test(cursor.slots)) continue;
      if (next !== undefined) return unclear(node, cursor, [next.container, child.node.container]);
      next = child.node;
    }
    if (next !== undefined) {
      node = next;
      continue;
    }
    if (node.container.abstract) return unclear(node, cursor, []);
    return {
      ok: true,
      container: node.container.name,
      definition: node.container,
      containers: node.path,
      entries: cursor.entries,
      leftoverBits: cursor.bitLength - cursor.end,
    };
  }
}

function failed(node: Node, cursor: Cursor): DecodeFailure {
  const { reason, where, bitOffset, expected, found } = cursor.failure ?? {
    reason: 'unrecognised',
    where: node.container.qualifiedName,
    bitOffset: cursor.bit,
    expected: '',
    found: '',
  };
  return { ok: false, reason, where, containers: node.path, bitOffset, expected, found, entries: cursor.entries };
}

function unclear(node: Node, cursor: Cursor, fits: readonly ContainerDefinition[]): DecodeFailure {
  return {
    ok: false,
    reason: fits.length === 0 ? 'unrecognised' : 'ambiguous',
    where: node.container.qualifiedName,
    containers: node.path,
    bitOffset: cursor.end,
    expected: `one container that inherits from ${node.container.name}`,
    found: fits.length === 0 ? 'none that fits' : fits.map(({ name }) => name).join(' and '),
    entries: cursor.entries,
  };
}

function compileNode(container: ContainerDefinition, path: readonly string[], table: SlotTable): Node {
  const names = [...path, container.name];
  return {
    container,
    path: names,
    steps: container.entries.map((entry) => compileEntry(entry, table)),
    children: container.children.map((child) => ({
      test: child.restriction === undefined ? () => true : compileCriterion(child.restriction, table),
      node: compileNode(child, names, table),
    })),
  };
}

function compileEntry(entry: ContainerEntry, table: SlotTable): Step {
  let step =
    entry.kind === 'parameter' ? compileField(entry.parameter, table) : compileInclusion(entry.container, table);
  const { location, include } = entry;
  if (location !== undefined) {
    const { from, bits } = location;
    const read = step;
    step = (cursor) => {
      cursor.bit = (from === 'start' ? cursor.start : cursor.bit) + bits;
      return read(cursor);
    };
  }
  if (include !== undefined) {
    const test = compileCriterion(include, table);
    const read = step;
    step = (cursor) => !test(cursor.slots) || read(cursor);
  }
  return step;
}

function compileInclusion(container: ContainerDefinition, table: SlotTable): Step {
  const steps = container.entries.map((entry) => compileEntry(entry, table));
  return (cursor) => {
    const outer = cursor.start;
    cursor.start = cursor.bit;
    const read = steps.every((step) => step(cursor));
    cursor.start = outer;
    return read;
  };
}

function compileField(parameter: ParameterDefinition, table: SlotTable): Step {
  const { encoding } = parameter;
  const convert = compileEngineering(parameter, table);
  const slot = table.find(parameter);
  if (encoding?.kind === 'string' || encoding?.kind === 'binary') {
    const read = octetReader(encoding, table);
    return (cursor) => {
      const field = read(cursor.bytes, cursor.bit, cursor.bitLength, cursor.slots);
      if ('wrong' in field) {
        if (field.wrong === 'too-short') return tooShort(cursor, parameter, field.neededBits);
        const { expected, found } = field;
        return fail(cursor, {
          reason: 'bad-size',
          where: parameter.qualifiedName,
          bitOffset: cursor.bit,
          expected,
          found,
        });
      }
      const raw = field.octets;
      keep(
        cursor,
        slot,
        { parameter, raw, value: convert === undefined ? raw : convert(raw, cursor.slots) },
        field.bits,
      );
      return true;
    };
  }
  if (encoding === undefined) return () => true; // refused when the file is loaded
  const size = encoding.sizeInBits;
  const read = numericReader(encoding);
  return (cursor) => {
    const bit = cursor.bit;
    if (bit + size > cursor.bitLength) return tooShort(cursor, parameter, bit + size);
    const raw = read(cursor.bytes, bit);
    keep(cursor, slot, { parameter, raw, value: convert === undefined ? raw : convert(raw, cursor.slots) }, size);
    return true;
  };
}

function keep(cursor: Cursor, slot: number, entry: DecodedEntry, bits: number): void {
  cursor.entries.push(entry);
  if (slot >= 0) cursor.slots[slot] = entry;
  cursor.bit += bits;
  if (cursor.bit > cursor.end) cursor.end = cursor.bit;
}

function tooShort(cursor: Cursor, parameter: ParameterDefinition, neededBits: number): false {
  return fail(cursor, {
    reason: 'too-short',
    where: parameter.qualifiedName,
    bitOffset: cursor.bit,
    expected: `at least ${neededBits} bits`,
    found: `${cursor.bitLength} bits`,
  });
}

function fail(cursor: Cursor, failure: NonNullable<Cursor['failure']>): false {
  cursor.failure = failure;
  return false;
}
