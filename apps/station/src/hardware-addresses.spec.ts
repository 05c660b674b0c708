import { describe, expect, it } from '@jest/globals';
import { formatAddress, HardwareAddressesError, parseHardwareAddresses } from './hardware-addresses.js';

describe('hardware addresses', () => {
  it('reads host and port of each device', () => {
    const read = parseHardwareAddresses(
      { 'BEIJING-1': { rotator: '127.0.0.1:4533', baseband: '[::1]:5000' } },
      'hardware.json',
    );
    expect(
      Object.values(read).map(({ rotator, baseband }) => [formatAddress(rotator), formatAddress(baseband)]),
    ).toEqual([['127.0.0.1:4533', '[::1]:5000']]);
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
