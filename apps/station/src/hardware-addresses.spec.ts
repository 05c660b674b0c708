import { describe, expect, it } from '@jest/globals';
import { formatAddress, HardwareAddressesError, parseHardwareAddresses } from './hardware-addresses.js';

describe('hardware addresses', () => {
  it('reads host and port of each device', () => {
    const read = parseHardwareAddresses(
      { 'BEIJING-1': { rotator: '127.0.0.1:4533', baseband: '[::1]:5000' } },
      'hardware.json',
    );
    expect(
      Object.values(read).map(({ rotator, baseband }) => [formatAddress(rotator), formatAddress(baseband!)]),
    ).toEqual([['127.0.0.1:4533', '[::1]:5000']]);
  });

  it('reads an SDR beside or in place of a baseband unit', () => {
    const sdr = { protocol: 'rtl_tcp', address: '127.0.0.1:1234', sampleRateHz: 256_000 } as const;
    const read = parseHardwareAddresses({ 'BEIJING-1': { rotator: 'a:1', sdr } }, 'hardware.json');
    expect(Object.values(read)[0]?.sdr).toEqual({ ...sdr, address: { host: '127.0.0.1', port: 1234 }, lnbLoHz: 0 });
    const radio = { rotator: 'a:1', sdr: { ...sdr, sampleRateHz: 0 } };
    expect(() => parseHardwareAddresses({ 'BEIJING-1': radio }, 'hardware.json')).toThrow('BEIJING-1.sdr.sampleRateHz');
  });

  it('reads an SDR that transmits, with what is usual, beside one that receives', () => {
    const sdr = { protocol: 'difi', address: '127.0.0.1:4991' } as const;
    const transmitter = { protocol: 'difi', address: '127.0.0.1:4992', sampleRateHz: 256_000 } as const;
    const read = parseHardwareAddresses({ 'BEIJING-1': { rotator: 'a:1', sdr, transmitter } }, 'hardware.json');
    expect(Object.values(read)[0]?.transmitter).toEqual({
      ...transmitter,
      address: { host: '127.0.0.1', port: 4992 },
      ...{ streamId: 1, itemBits: 16, levelDbfs: -6, dopplerCompensation: true, leadS: 0.3 },
    });
    for (const devices of [{ sdr, baseband: 'a:2' }, { baseband: 'a:2' }])
      expect(() =>
        parseHardwareAddresses({ 'BEIJING-1': { rotator: 'a:1', ...devices, transmitter } }, 'hardware.json'),
      ).toThrow('BEIJING-1.transmitter');
  });

  it.each([
    [{ 'beijing 1': { rotator: 'a:1', baseband: 'a:2' } }, 'beijing 1'],
    [{ 'BEIJING-1': { rotator: 'a:0', baseband: 'a:2' } }, 'BEIJING-1.rotator'],
    [{ 'BEIJING-1': { rotator: 'a:1', baseband: 'a' } }, 'BEIJING-1.baseband'],
    [{ 'BEIJING-1': { rotator: 'a:65536', baseband: 'a:2' } }, 'BEIJING-1.rotator'],
    [{ 'BEIJING-1': { rotator: 'a:1' } }, 'BEIJING-1.baseband'],
  ])('refuses %j, naming %s and the file', (value, path) => {
    const read = (): unknown => parseHardwareAddresses(value, 'hardware.json');
    expect(read).toThrow(HardwareAddressesError);
    expect(read).toThrow(`hardware.json: ${path}`);
  });
});
