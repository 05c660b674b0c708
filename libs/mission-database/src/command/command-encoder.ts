import { crc16 } from '@app/ccsds';
import { compileContainerEncoder } from '../codec/encoder.js';
import { engineeringToRaw } from '../codec/raw-value.js';
import {
  type EngineeringValue,
  type MissionDatabase,
  type ParameterDefinition,
  type RawValue,
} from '../definitions.js';
import { EncodeError } from '../errors.js';
import { type CommandArguments, rawArguments } from './check-arguments.js';
import { type CommandDefinition } from './command-definition.js';
import { type CommandHeader, endsInErrorControl, headerNames, headerValues, UNSEGMENTED } from './command-header.js';
import { findCommand } from './find-command.js';

export interface CommandEncoder {
  readonly command: CommandDefinition;
  /** Octets of every packet of this command; undefined where they depend on the arguments. */
  readonly sizeInOctets: number | undefined;
  /**
   * A finished packet: length field and, where the layout ends in PACKET_ERROR_CONTROL, CRC-16 are set. Throws
   * CommandArgumentError with every problem of the arguments, EncodeError for a header value that does not fit.
   */
  encode(args: CommandArguments, header: CommandHeader): Uint8Array;
}

/** Octets before the packet data field, and the one that the length field does not count: CCSDS 133.0-B. */
const NOT_COUNTED = 7;
const ERROR_CONTROL_OCTETS = 2;

/**
 * An encoder for one command, compiled once. Header parameters are the parameters of its packet that no restriction fixes; each must
 * have one of `headerNames`. `name` is a qualified or a unique short name. Throws UnknownNameError, and EncodeError for an abstract
 * command or a header parameter that nobody sets.
 */
export function compileCommand(database: MissionDatabase, name: string): CommandEncoder {
  const command = findCommand(database, name);
  if (command.abstract)
    throw new EncodeError('abstract command', command.qualifiedName, 'a command that can be sent', 'an abstract one');
  const encoder = compileContainerEncoder(command.container);
  const fields = new Set(command.arguments.map(({ field }) => field));
  const header = encoder.parameters.filter(
    (parameter) => !fields.has(parameter) && !encoder.fixed.has(parameter) && !command.fixedFields.has(parameter),
  );
  const checked = endsInErrorControl(command.container);
  for (const parameter of header) needKnown(parameter, command, checked);
  const lengthField = encoder.parameters.find((parameter) => parameter.name === headerNames.dataLength);

  return {
    command,
    sizeInOctets: encoder.sizeInOctets,
    encode: (args, headerGiven) => {
      const values: Record<string, RawValue> = {};
      const set = (parameter: ParameterDefinition, raw: RawValue): RawValue => (values[parameter.qualifiedName] = raw);
      for (const [{ field }, raw] of rawArguments(command, args)) set(field, raw);
      for (const [field, raw] of command.fixedFields) set(field, raw);
      const given = headerValues(headerGiven);
      for (const parameter of header) set(parameter, headerRaw(parameter, given));
      // A value that a restriction fixes may be given as well: another one is refused by the encoder.
      const fixedApid = encoder.parameters.find(({ name: known }) => known === headerNames.apid);
      if (fixedApid !== undefined && headerGiven.apid !== undefined) set(fixedApid, headerGiven.apid);

      let packet = encoder.encode(values, 'raw');
      if (lengthField !== undefined) {
        set(lengthField, packet.length - NOT_COUNTED);
        packet = encoder.encode(values, 'raw');
      }
      if (checked) {
        const end = packet.length - ERROR_CONTROL_OCTETS;
        const check = crc16(packet, 0, end);
        packet[end] = check >>> 8;
        packet[end + 1] = check & 0xff;
      }
      return packet;
    },
  };
}

/** Length and error control are 0 until the packet is there. */
function headerRaw(parameter: ParameterDefinition, given: ReadonlyMap<string, EngineeringValue>): RawValue {
  const { name, qualifiedName } = parameter;
  if (name === headerNames.sequenceFlags) return UNSEGMENTED;
  if (name === headerNames.dataLength || name === headerNames.errorControl) return 0;
  const value = given.get(name);
  if (value === undefined)
    throw new EncodeError('missing header value', qualifiedName, `a value for ${name}`, 'nothing');
  return engineeringToRaw(parameter, value);
}

function needKnown(parameter: ParameterDefinition, { qualifiedName }: CommandDefinition, checked: boolean): void {
  const names: readonly string[] = Object.values(headerNames);
  if (!names.includes(parameter.name))
    throw new EncodeError(
      'header parameter that nobody sets',
      qualifiedName,
      `one of ${names.join(', ')}`,
      parameter.name,
    );
  if (parameter.name === headerNames.errorControl && !checked)
    throw new EncodeError('packet error control', qualifiedName, '16 bits at the end of the packet', 'elsewhere');
}
