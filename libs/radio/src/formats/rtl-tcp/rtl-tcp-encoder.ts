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

function within(what: string, where: string, value: number, lowest: number, highest: number): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new RtlTcpError(what, where, `an integer from ${lowest} to ${highest}`, String(value));
}

/** What a server sends first. Throws RtlTcpError. */
export function encodeRtlTcpGreeting({ tuner, gainCount }: RtlTcpGreeting): Uint8Array {
  const octets = new Uint8Array(GREETING_OCTETS);
  const view = new DataView(octets.buffer);
  view.setUint32(0, GREETING_MAGIC);
  view.setUint32(4, within('rtl_tcp greeting', 'tuner', rtlTuners.indexOf(tuner), 0, rtlTuners.length - 1));
  view.setUint32(8, within('rtl_tcp greeting', 'gain count', gainCount, 0, 0xffff_ffff));
  return octets;
}

/** One command of a client. Throws RtlTcpError. */
export function encodeRtlTcpCommand(command: RtlTcpCommand): Uint8Array {
  const octets = new Uint8Array(COMMAND_OCTETS);
  const view = new DataView(octets.buffer);
  switch (command.command) {
    case 'unknown':
      octets[0] = within('rtl_tcp command', 'opcode', command.opcode, 0, 255);
      view.setUint32(1, within('rtl_tcp command', 'parameter', command.parameter, 0, 0xffff_ffff));
      return octets;
    case 'set-if-gain':
      octets[0] = rtlCommands.indexOf('set-if-gain') + 1;
      view.setUint16(1, within('rtl_tcp set-if-gain', 'stage', command.stage, 0, 0xffff));
      view.setInt16(3, within('rtl_tcp set-if-gain', 'gain', command.tenthsOfDecibel, -0x8000, 0x7fff));
      return octets;
    default: {
      const [lowest, highest] = isSigned(command.command) ? [-0x8000_0000, 0x7fff_ffff] : [0, 0xffff_ffff];
      octets[0] = rtlCommands.indexOf(command.command) + 1;
      view.setUint32(1, within(`rtl_tcp ${command.command}`, 'value', command.value, lowest, highest) >>> 0);
      return octets;
    }
  }
}
