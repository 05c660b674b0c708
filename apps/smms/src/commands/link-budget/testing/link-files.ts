/** S band, BPSK without a code, no atmosphere. */
export const plainLink = {
  direction: 'downlink',
  frequencyHz: 2.2e9,
  eirpDbW: 3,
  gOverTDbPerK: 20,
  transmitPointingLossDb: 0.1,
  receivePointingLossDb: 0.2,
  polarisationLossDb: 0.3,
  implementationLossDb: 1,
  otherLosses: [{ name: 'radome', lossDb: 0.5 }],
  signal: {
    modulation: { kind: 'bpsk' },
    symbolRateHz: 1e6,
    coding: { kind: 'uncoded' },
    framing: { syncMarkerBits: 32, frameBits: 8920, overheadBits: 80 },
  },
  criterion: { kind: 'bit-error-rate', rate: 1e-5 },
};

/** X band through the air of a site, clouds not entered. */
export const wetLink = {
  ...plainLink,
  frequencyHz: 8.2e9,
  gOverTDbPerK: 31,
  signal: {
    modulation: { kind: 'qpsk' },
    symbolRateHz: 50e6,
    coding: { kind: 'concatenated', dataSymbols: 223, interleaving: 5 },
    framing: { syncMarkerBits: 32, overheadBits: 96 },
  },
  receivingSystem: { clearSkySystemTemperatureK: 150, feedLossDb: 0.3 },
  atmosphere: {
    climate: {
      r001MmPerH: 20,
      h0Km: 3.8,
      waterVapourDensityGPerM3: 8,
      temperatureK: 290,
      pressureHPa: 870,
      nWet: 40,
    },
    availabilityPercent: 99.9,
    antenna: { diameterM: 7.3, efficiency: 0.6 },
  },
};

/** Telecommands: PCM/PM on a subcarrier, BCH. */
export const commandLink = {
  direction: 'uplink',
  frequencyHz: 2.06727e9,
  eirpDbW: 49.5,
  gOverTDbPerK: -30,
  transmitPointingLossDb: 0.5,
  receivePointingLossDb: 0,
  polarisationLossDb: 3,
  implementationLossDb: 1,
  signal: {
    modulation: { kind: 'pcm-pm', indexRad: 1, subcarrier: 'sine' },
    symbolRateHz: 4000,
    coding: { kind: 'bch', decoding: 'sec' },
    framing: { syncMarkerBits: 144, frameBits: 2048, overheadBits: 64 },
  },
  criterion: { kind: 'frame-error-rate', rate: 1e-5, frameBits: 2048 },
};
