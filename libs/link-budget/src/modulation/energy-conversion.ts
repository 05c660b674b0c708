// Es is the energy of a channel symbol, Eb that of an information bit: Es = Eb × bits per symbol × code rate. Markers and headers
// are sent as well, yet are not in Eb: required values of Eb/N0 count the code's redundancy only.

function decibels(value: number): number {
  return 10 * Math.log10(value);
}

/** Es/N0 in dB of channel symbols from Eb/N0 of information bits. */
export function esN0FromEbN0Db(ebN0Db: number, bitsPerSymbol: number, codeRate: number): number {
  return ebN0Db + decibels(bitsPerSymbol * codeRate);
}

/** Eb/N0 in dB of information bits from Es/N0 of channel symbols. */
export function ebN0FromEsN0Db(esN0Db: number, bitsPerSymbol: number, codeRate: number): number {
  return esN0Db - decibels(bitsPerSymbol * codeRate);
}

/** C/N0 in dBHz from Es/N0 in dB at a symbol rate in hertz. */
export function cN0FromEsN0DbHz(esN0Db: number, symbolRateHz: number): number {
  return esN0Db + decibels(symbolRateHz);
}

/** Es/N0 in dB from C/N0 in dBHz at a symbol rate in hertz. */
export function esN0FromCN0Db(cN0DbHz: number, symbolRateHz: number): number {
  return cN0DbHz - decibels(symbolRateHz);
}

/** C/N0 in dBHz from Eb/N0 in dB; rate of information bits behind the decoder, markers counted as such, in bit/s. */
export function cN0FromEbN0DbHz(ebN0Db: number, bitRateBps: number): number {
  return ebN0Db + decibels(bitRateBps);
}

/** Eb/N0 in dB from C/N0 in dBHz; rate as in `cN0FromEbN0DbHz`. */
export function ebN0FromCN0Db(cN0DbHz: number, bitRateBps: number): number {
  return cN0DbHz - decibels(bitRateBps);
}
