// CRC-16 of the frame error control field, sixteen octets a step ("slicing"): T[n][x] is the register after octet x and n octets of 0.

const SLICES: usize = 16;

const tables: usize = memory.data(16 * 256 * 2, 16);
const octets: usize = memory.data(65536, 16);

export function octetsAt(): usize { return octets; }

/** Fills the tables from the table of one octet, which the host has written at their start. */
export function tablesAt(): usize { return tables; }
export function extendTables(): void {
  for (let n: usize = 1; n < SLICES; n++)
    for (let x: usize = 0; x < 256; x++) {
      const before = load<u16>(tables + ((((n - 1) << 8) + x) << 1));
      const next = (before << 8) ^ load<u16>(tables + (<usize>(before >> 8) << 1));
      store<u16>(tables + (((n << 8) + x) << 1), <u16>next);
    }
}

@inline
function entry(slice: usize, octet: u32): u32 {
  return <u32>load<u16>(tables + (((slice << 8) + <usize>octet) << 1));
}

/** The register after the first `length` octets of the chunk. */
export function update(register: u32, length: u32): u32 {
  let crc = register;
  let at = octets;
  const end = octets + length;
  while (at + 16 <= end) {
    const low = load<u64>(at);
    const high = load<u64>(at, 8);
    const first = <u32>(low & 0xff) ^ (crc >> 8);
    const second = <u32>((low >> 8) & 0xff) ^ (crc & 0xff);
    crc =
      entry(15, first) ^
      entry(14, second) ^
      entry(13, <u32>(low >> 16) & 0xff) ^
      entry(12, <u32>(low >> 24) & 0xff) ^
      entry(11, <u32>(low >> 32) & 0xff) ^
      entry(10, <u32>(low >> 40) & 0xff) ^
      entry(9, <u32>(low >> 48) & 0xff) ^
      entry(8, <u32>(low >> 56)) ^
      entry(7, <u32>high & 0xff) ^
      entry(6, <u32>(high >> 8) & 0xff) ^
      entry(5, <u32>(high >> 16) & 0xff) ^
      entry(4, <u32>(high >> 24) & 0xff) ^
      entry(3, <u32>(high >> 32) & 0xff) ^
      entry(2, <u32>(high >> 40) & 0xff) ^
      entry(1, <u32>(high >> 48) & 0xff) ^
      entry(0, <u32>(high >> 56));
    at += 16;
  }
  for (; at < end; at++) crc = ((crc << 8) & 0xffff) ^ entry(0, (crc >> 8) ^ <u32>load<u8>(at));
  return crc;
}
