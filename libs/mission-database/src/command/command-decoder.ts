import { crc16, SPACE_PACKET_HEADER_LENGTH, SPACE_PACKET_MIN_LENGTH, spacePacketLength } from '@app/ccsds';
import { compileContainerDecoder, type DecodeResult, type PacketDecoder } from '../codec/decoder.js';
import { type DecodedEntry } from '../codec/packet-values.js';
import { type ContainerDefinition, type EngineeringValue, type MissionDatabase } from '../definitions.js';
import { storedProblem } from './argument-value.js';
import { type CommandArguments } from './check-arguments.js';
import { type CommandDefinition } from './command-definition.js';
import { type CommandHeader, containerChain, endsInErrorControl, headerNames } from './command-header.js';
import { commandsOf } from './find-command.js';

export interface DecodedCommand {
  readonly kind: 'command';
  readonly command: CommandDefinition;
  /** By argument name, in the arguments' order; those that an assignment settles are not here. */
  readonly arguments: CommandArguments;
  /** What the packet does not have is 0 or false. */
  readonly header: Required<CommandHeader>;
}

export interface CommandDecodeFailure {
  readonly kind: 'failure';
  /**
   * `wrong-length`: the octets are fewer or more than the length field or the command says; `wrong-checksum`; `unknown-command`: no
   * command has these header values, or more than one; `argument-out-of-range`: outside its range, or no label for it.
   */
  readonly reason: 'wrong-length' | 'wrong-checksum' | 'unknown-command' | 'argument-out-of-range';
  /** Qualified name of the argument or command, else of the container where the search ended. */
  readonly where: string;
  /** The command, where it was found. */
  readonly command: CommandDefinition | undefined;
  readonly expected: string;
  readonly found: string;
}

export type CommandDecodeResult = DecodedCommand | CommandDecodeFailure;

export interface CommandDecoder {
  /** Reads one packet as the spacecraft does: length, checksum, command, arguments. Never throws for what a packet holds. */
  decode(packet: Uint8Array): CommandDecodeResult;
}

interface Candidate {
  readonly command: CommandDefinition;
  readonly chain: readonly ContainerDefinition[];
  readonly decode: PacketDecoder;
  readonly hasLength: boolean;
  readonly checked: boolean;
}

interface Attempt {
  readonly candidate: Candidate;
  readonly result: DecodeResult;
}

/**
 * A decoder for every command of a database that can be sent, compiled once. A command is known by the values that its restrictions,
 * fixed values and assignments demand; where a command and one derived from it both fit, it is the derived one.
 *
 * The decoder keeps scratch space: use one in one thread only.
 */
export function compileCommandDecoder(database: MissionDatabase): CommandDecoder {
  const candidates = commandsOf(database).map(compileCandidate);
  // A damaged packet is called damaged, not unknown, where every command has the field that tells.
  const allLengths = candidates.every(({ hasLength }) => hasLength);
  const allChecked = candidates.every(({ checked }) => checked);
  return {
    decode: (packet) => {
      const damaged = frameProblem(packet, database.name, undefined, { length: allLengths, checksum: allChecked });
      if (damaged !== undefined) return damaged;
      const attempts = candidates.map((candidate) => ({ candidate, result: candidate.decode(packet) }));
      const fitting = mostDerived(attempts.filter(fits));
      const [only, second] = fitting;
      if (only === undefined) return notFound(database, attempts, packet);
      if (second !== undefined) return ambiguous(database, fitting);
      const { command, hasLength, checked } = only.candidate;
      return (
        frameProblem(packet, command.qualifiedName, command, { length: hasLength, checksum: checked }) ??
        read(only, packet)
      );
    },
  };
}

function compileCandidate(command: CommandDefinition): Candidate {
  const chain = containerChain(command.container);
  return {
    command,
    chain,
    decode: compileContainerDecoder(lineOf(chain)),
    hasLength: chain.some(({ entries }) =>
      entries.some((entry) => entry.kind === 'parameter' && entry.parameter.name === headerNames.dataLength),
    ),
    checked: endsInErrorControl(command.container),
  };
}

/** The containers of one command as a tree of one branch, so that the decoder takes this command or none. */
function lineOf([container, ...rest]: readonly ContainerDefinition[]): ContainerDefinition {
  const last = rest.length === 0;
  return { ...container!, base: undefined, abstract: !last, children: last ? [] : [lineOf(rest)] };
}

/** Everything read, restrictions met, fixed values as they must be. Octets left over come later: they do not make it another command. */
function fits({ candidate, result }: Attempt): boolean {
  return result.ok && hasFixedValues(candidate, result.entries);
}

/** Whether what has been read so far has the command's fixed values. */
function hasFixedValues({ command }: Candidate, entries: readonly DecodedEntry[]): boolean {
  return entries.every(({ parameter, raw }) => {
    const fixed = command.fixedFields.get(parameter);
    if (!(fixed instanceof Uint8Array) || !(raw instanceof Uint8Array)) return fixed === undefined || fixed === raw;
    return fixed.length === raw.length && fixed.every((octet, i) => octet === raw[i]);
  });
}

function mostDerived(fitting: readonly Attempt[]): readonly Attempt[] {
  return fitting.filter(
    ({ candidate }) => !fitting.some((other) => other.candidate !== candidate && inherits(other.candidate, candidate)),
  );
}

function inherits({ command }: Candidate, from: Candidate): boolean {
  for (let at = command.base; at !== undefined; at = at.base) if (at === from.command) return true;
  return false;
}

function failure(
  reason: CommandDecodeFailure['reason'],
  command: CommandDefinition | undefined,
  where: string,
  expected: string,
  found: string,
): CommandDecodeFailure {
  return { kind: 'failure', reason, where, command, expected, found };
}

/** The length field of CCSDS 133.0-B, and the CRC-16 at the end: over all octets it leaves 0. */
function frameProblem(
  packet: Uint8Array,
  where: string,
  command: CommandDefinition | undefined,
  has: { length: boolean; checksum: boolean },
): CommandDecodeFailure | undefined {
  if (has.length) {
    const needed = packet.length < SPACE_PACKET_HEADER_LENGTH ? SPACE_PACKET_MIN_LENGTH : spacePacketLength(packet);
    if (needed !== packet.length)
      return failure('wrong-length', command, where, `${needed} octets`, `${packet.length} octets`);
  }
  if (has.checksum && crc16(packet) !== 0)
    return failure('wrong-checksum', command, where, 'a CRC-16 that leaves 0', `0x${crc16(packet).toString(16)}`);
  return undefined;
}

/** No command fits: one that was cut short, else where the most went right. */
function notFound(database: MissionDatabase, attempts: readonly Attempt[], packet: Uint8Array): CommandDecodeFailure {
  let deepest: DecodeResult | undefined;
  for (const { candidate, result } of attempts) {
    if (!result.ok && result.reason !== 'unrecognised' && result.reason !== 'ambiguous') {
      if (result.containers.length === candidate.chain.length && hasFixedValues(candidate, result.entries))
        return failure('wrong-length', candidate.command, result.where, result.expected, `${packet.length} octets`);
    }
    if (deepest === undefined || result.containers.length > deepest.containers.length) deepest = result;
  }
  const where = deepest === undefined ? database.name : deepest.ok ? deepest.definition.qualifiedName : deepest.where;
  return failure('unknown-command', undefined, where, 'a command with these header values', 'none');
}

function ambiguous(database: MissionDatabase, fitting: readonly Attempt[]): CommandDecodeFailure {
  const names = fitting.map(({ candidate }) => candidate.command.name).join(' and ');
  return failure('unknown-command', undefined, database.name, 'one command with these header values', names);
}

function read({ candidate: { command }, result }: Attempt, packet: Uint8Array): CommandDecodeResult {
  const leftover = result.ok ? result.leftoverBits : 0;
  if (leftover >= 8)
    return failure(
      'wrong-length',
      command,
      command.qualifiedName,
      `${packet.length - Math.floor(leftover / 8)} octets`,
      `${packet.length} octets`,
    );
  const byParameter = new Map(result.entries.map((entry) => [entry.parameter, entry]));
  const values: [string, EngineeringValue][] = [];
  for (const argument of command.arguments) {
    const entry = byParameter.get(argument.field);
    if (entry === undefined) continue; // every argument is in the packet: needEveryArgument
    const problem = storedProblem(argument, entry.raw, entry.value);
    if (problem !== undefined)
      return failure(
        'argument-out-of-range',
        command,
        argument.field.qualifiedName,
        problem.expected,
        `${String(entry.value)} (raw ${String(entry.raw)})`,
      );
    values.push([argument.name, entry.value]);
  }
  const fields = new Set(command.arguments.map(({ field }) => field));
  const header = readHeader(result.entries.filter(({ parameter }) => !fields.has(parameter)));
  return { kind: 'command', command, arguments: Object.fromEntries(values), header };
}

function readHeader(entries: readonly DecodedEntry[]): Required<CommandHeader> {
  const raws = new Map(entries.map(({ parameter, raw }) => [parameter.name, raw]));
  const number = (name: string): number => Number(raws.get(name) ?? 0);
  return {
    sequenceCount: number(headerNames.sequenceCount),
    sourceId: number(headerNames.sourceId),
    apid: number(headerNames.apid),
    acknowledge: {
      acceptance: number(headerNames.acknowledgeAcceptance) !== 0,
      start: number(headerNames.acknowledgeStart) !== 0,
      progress: number(headerNames.acknowledgeProgress) !== 0,
      completion: number(headerNames.acknowledgeCompletion) !== 0,
    },
  };
}
