import type { Iq } from '../../signal/iq.js';
import { SampleDecoder } from '../samples/sample-stream.js';
import {
  COMMAND_OCTETS,
  GREETING_MAGIC,
  GREETING_OCTETS,
  RtlTcpError,
  type RtlTcpCommand,
  type RtlTcpGreeting,
  isSigned,
  rtlCommands,
  rtlTuners,
} from './rtl-tcp-message.js';

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** The client's side: takes what a server sends in chunks of any size. */
export class RtlTcpSampleReader {
  private readonly decoder = new SampleDecoder('cu8');
  private held: Uint8Array = new Uint8Array(0);
  private known: RtlTcpGreeting | null = null;

  /** Null until it has come. A number that is no tuner's is an unknown one. */
  get greeting(): RtlTcpGreeting | null {
    return this.known;
  }

  /** The samples that this chunk completes. Throws RtlTcpError: the server is of another kind, and nothing follows. */
  push(chunk: Uint8Array): Iq {
    if (this.known !== null) return this.decoder.push(chunk);
    const octets = joined(this.held, chunk);
    this.held = octets;
    if (octets.length < GREETING_OCTETS) return new Float32Array(0);
    const view = new DataView(octets.buffer);
    const magic = view.getUint32(0);
    if (magic !== GREETING_MAGIC)
      throw new RtlTcpError('rtl_tcp greeting', 'magic', '52544c30', magic.toString(16).padStart(8, '0'));
    this.known = { tuner: rtlTuners[view.getUint32(4)] ?? 'unknown', gainCount: view.getUint32(8) };
    this.held = new Uint8Array(0);
    return this.decoder.push(octets.subarray(GREETING_OCTETS));
  }
}

/** The server's side: takes what a client sends in chunks of any size and gives its commands. Any five octets are one. */
export class RtlTcpCommandReader {
  private held: Uint8Array = new Uint8Array(0);

  push(chunk: Uint8Array): RtlTcpCommand[] {
    const octets = joined(this.held, chunk);
    const commands: RtlTcpCommand[] = [];
    let at = 0;
    for (; octets.length - at >= COMMAND_OCTETS; at += COMMAND_OCTETS)
      commands.push(decode(new DataView(octets.buffer, at, COMMAND_OCTETS)));
    this.held = octets.slice(at);
    return commands;
  }
}

function decode(view: DataView): RtlTcpCommand {
  const opcode = view.getUint8(0);
  const command = rtlCommands[opcode - 1];
  if (command === undefined) return { command: 'unknown', opcode, parameter: view.getUint32(1) };
  if (command === 'set-if-gain') return { command, stage: view.getUint16(1), tenthsOfDecibel: view.getInt16(3) };
  return { command, value: isSigned(command) ? view.getInt32(1) : view.getUint32(1) };
}
