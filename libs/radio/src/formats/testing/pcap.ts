// Captures of UDP datagrams: classic pcap, of either octet order, and pcapng. Enough of them for captures of digital IF.

/** What cannot be read as a capture. */
class CaptureError extends Error {
  override readonly name = 'CaptureError';
}

const ETHERNET_OCTETS = 14;
const UDP = 17;
const ENHANCED_PACKET_BLOCK = 6;
const SECTION_HEADER_BLOCK = 0x0a0d0d0a;

/** The UDP payloads of a capture on Ethernet, in order. */
export function udpPayloads(capture: Uint8Array): Uint8Array[] {
  return framesOf(capture).flatMap((frame) => payloadOf(frame) ?? []);
}

function framesOf(capture: Uint8Array): Uint8Array[] {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.length);
  const magic = view.getUint32(0, true);
  if (magic === SECTION_HEADER_BLOCK) return framesOfPcapng(capture, view);
  const isLittle = magic === 0xa1b2c3d4 || magic === 0xa1b23c4d;
  if (!isLittle && view.getUint32(0) !== 0xa1b2c3d4) throw new CaptureError(`no capture begins with ${magic}`);
  const frames: Uint8Array[] = [];
  for (let at = 24; at + 16 <= capture.length;) {
    const length = view.getUint32(at + 8, isLittle);
    frames.push(capture.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  return frames;
}

function framesOfPcapng(capture: Uint8Array, view: DataView): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at + 12 <= capture.length;) {
    const length = view.getUint32(at + 4, true);
    if (length < 12) throw new CaptureError(`a block of ${length} octets`);
    if (view.getUint32(at, true) === ENHANCED_PACKET_BLOCK)
      frames.push(capture.subarray(at + 28, at + 28 + view.getUint32(at + 20, true)));
    at += length;
  }
  return frames;
}

function payloadOf(frame: Uint8Array): Uint8Array | null {
  const ip = frame.subarray(ETHERNET_OCTETS);
  if (ip.length < 28 || ip[0]! >>> 4 !== 4 || ip[9] !== UDP) return null;
  const udp = ip.subarray((ip[0]! & 15) * 4);
  return udp.subarray(8, (udp[4]! << 8) | udp[5]!);
}

/** A capture in classic pcap of datagrams from and to 127.0.0.1. */
export function pcapOf(datagrams: readonly Uint8Array[]): Uint8Array {
  const HEADS = ETHERNET_OCTETS + 20 + 8;
  const capture = new Uint8Array(24 + datagrams.reduce((sum, { length }) => sum + 16 + HEADS + length, 0));
  const view = new DataView(capture.buffer);
  for (const [word, value] of [0xa1b2c3d4, 0x00040002, 0, 0, 0xffff, 1].entries())
    view.setUint32(4 * word, value, true);
  let at = 24;
  for (const datagram of datagrams) {
    view.setUint32(at + 8, HEADS + datagram.length, true);
    view.setUint32(at + 12, HEADS + datagram.length, true);
    at += 16;
    view.setUint16(at + 12, 0x0800);
    view.setUint16(at + 14, 0x4500);
    view.setUint16(at + 16, 28 + datagram.length);
    view.setUint16(at + 22, 0x4011);
    view.setUint32(at + 26, 0x7f000001);
    view.setUint32(at + 30, 0x7f000001);
    view.setUint16(at + 34, 50_000);
    view.setUint16(at + 36, 50_000);
    view.setUint16(at + 38, 8 + datagram.length);
    capture.set(datagram, at + HEADS);
    at += HEADS + datagram.length;
  }
  return capture;
}
