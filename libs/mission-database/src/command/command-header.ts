// Telecommand packets: CCSDS 133.0-B primary header and the telecommand secondary header of ECSS-E-ST-70-41C (PUS-C), 7.4.4 (from
// memory). The mission database lays the headers out; which parameter of theirs means what is known by its name.
import { fixedSizeInBits } from '../codec/fixed-size.js';
import { type ContainerDefinition, type EngineeringValue } from '../definitions.js';

/** Reports that a command asks for (PUS service 1): the four acknowledgement flags. */
export interface Acknowledgement {
  readonly acceptance: boolean;
  readonly start: boolean;
  readonly progress: boolean;
  readonly completion: boolean;
}

/** What the sender of a command says beside its arguments. */
export interface CommandHeader {
  /** Packet sequence count, 0 to 16 383: with the APID it is the request identifier that verification reports repeat. */
  readonly sequenceCount: number;
  /** Who sends, 0 to 65 535; 0 unless said otherwise. */
  readonly sourceId?: number;
  /** All but progress unless said otherwise. */
  readonly acknowledge?: Acknowledgement;
  /** Only where the database leaves the APID open. */
  readonly apid?: number;
}

export const defaultAcknowledgement: Acknowledgement = {
  acceptance: true,
  start: true,
  progress: false,
  completion: true,
};

/** Names of header parameters. A database that has no such parameter in its commands does without. */
export const headerNames = {
  apid: 'APID',
  sequenceFlags: 'SEQUENCE_FLAGS',
  sequenceCount: 'SEQUENCE_COUNT',
  /** Octets of the packet data field minus 1: set by the encoder. */
  dataLength: 'PACKET_DATA_LENGTH',
  sourceId: 'SOURCE_ID',
  acknowledgeAcceptance: 'ACK_ACCEPTANCE',
  acknowledgeStart: 'ACK_START',
  acknowledgeProgress: 'ACK_PROGRESS',
  acknowledgeCompletion: 'ACK_COMPLETION',
  /** As the last entry of a packet: CRC-16 over all octets before it, set by the encoder. */
  errorControl: 'PACKET_ERROR_CONTROL',
} as const;

/** The sequence flags of a whole packet, raw (133.0-B 4.1.3.4.2, from memory). */
export const UNSEGMENTED = 3;

/** The containers of a command from the root down. */
export function containerChain(container: ContainerDefinition): readonly ContainerDefinition[] {
  return [...(container.base === undefined ? [] : containerChain(container.base)), container];
}

/** Whether the last entry of the layout is a 16-bit PACKET_ERROR_CONTROL and its fixed part is whole octets: the CRC-16's place. */
export function endsInErrorControl(container: ContainerDefinition): boolean {
  const chain = containerChain(container);
  const last = chain.flatMap(({ entries }) => entries).at(-1);
  if (last?.kind !== 'parameter' || last.parameter.name !== headerNames.errorControl) return false;
  const { encoding } = last.parameter;
  if (encoding?.kind !== 'integer' || encoding.coding !== 'unsigned' || encoding.sizeInBits !== 16) return false;
  return (fixedSizeInBits(chain) ?? 0) % 8 === 0;
}

/** Values of the header parameters, by name, save for sequence flags, length and error control. */
export function headerValues(header: CommandHeader): ReadonlyMap<string, EngineeringValue> {
  const acknowledge = header.acknowledge ?? defaultAcknowledgement;
  const values = new Map<string, EngineeringValue>([
    [headerNames.sequenceCount, header.sequenceCount],
    [headerNames.sourceId, header.sourceId ?? 0],
    [headerNames.acknowledgeAcceptance, acknowledge.acceptance],
    [headerNames.acknowledgeStart, acknowledge.start],
    [headerNames.acknowledgeProgress, acknowledge.progress],
    [headerNames.acknowledgeCompletion, acknowledge.completion],
  ]);
  if (header.apid !== undefined) values.set(headerNames.apid, header.apid);
  return values;
}
