import {
  FECF_LENGTH,
  OCF_LENGTH,
  SEGMENT_HEADER_LENGTH,
  TC_PRIMARY_HEADER_LENGTH,
  TM_PRIMARY_HEADER_LENGTH,
} from '@app/ccsds';
import {
  bitsPerSymbol,
  type BudgetAtmosphere,
  codeRate,
  type Coding,
  type DirectedLink,
  ebN0FromEsN0Db,
  type LinkTerms,
  type Modulation,
  type Polarisation,
  polarisationLossDb,
  type SignalFormat,
  type SiteClimate,
} from '@app/link-budget';
import { type LinkProfile } from './link-profile.js';
import { channelBitRateBps } from './link-waveform.js';
import { type Antenna, type Site } from './registry.js';

/** A link as the budget takes it, or why there is none; `notes` say what was taken for granted. */
export type LinkOfProfile =
  { readonly link: DirectedLink; readonly notes: readonly string[] } | { readonly notComputed: string };

type Downlink = LinkProfile['downlink'];
type Uplink = NonNullable<LinkProfile['uplink']>;
type Carrier = Downlink | Uplink;

const OCTET = 8;
const ASM_BITS = 32;
/** Start sequence and tail sequence of a CLTU, 231.0-B: 2 and 8 octets. */
const CLTU_BITS = 16 + 64;
/** Telecommand frames that may be lost. */
const TELECOMMAND_FRAME_ERROR_RATE = 1e-4;

const polarisations: Readonly<Record<Carrier['polarisation'], Polarisation>> = {
  RHCP: { sense: 'right', axialRatioDb: 0 },
  LHCP: { sense: 'left', axialRatioDb: 0 },
  linear: { sense: 'linear' },
};

/** The least loss that one of the antenna's polarisations has, in the worst case of linear ones; infinite where none fits. */
function leastPolarisationLossDb(carrier: Carrier, antenna: Antenna): number {
  // A linear antenna is turned to the wave.
  if (antenna.polarisations.includes(carrier.polarisation)) return 0;
  const losses = antenna.polarisations.map((own) =>
    polarisationLossDb(polarisations[carrier.polarisation], polarisations[own]),
  );
  return Math.min(...losses);
}

function modulationOf(carrier: Carrier): Modulation | undefined {
  const { modulation, modulationIndexRad: indexRad, subcarrier } = carrier;
  switch (modulation) {
    case 'BPSK':
      return { kind: 'bpsk' };
    case 'QPSK':
      return { kind: 'qpsk' };
    case 'OQPSK':
      return { kind: 'oqpsk' };
    case 'GMSK':
      return { kind: 'gmsk', bandwidthTime: 0.5 };
    case 'FSK':
      return undefined;
    case 'PCM/PM':
      return indexRad === undefined || subcarrier === undefined ? undefined : { kind: 'pcm-pm', indexRad, subcarrier };
  }
}

function telemetrySignal(downlink: Downlink, modulation: Modulation): SignalFormat {
  const { frame } = downlink;
  const { reedSolomon, convolutional, frameLength, ocf, fecf } = frame;
  const coding: Coding =
    reedSolomon === null
      ? { kind: convolutional === null ? 'uncoded' : 'convolutional' }
      : {
          kind: convolutional === null ? 'reed-solomon' : 'concatenated',
          dataSymbols: reedSolomon.e === 16 ? 223 : 239,
          interleaving: reedSolomon.interleave,
          virtualFillSymbols: reedSolomon.virtualFill,
        };
  const overhead = TM_PRIMARY_HEADER_LENGTH + (ocf ? OCF_LENGTH : 0) + (fecf ? FECF_LENGTH : 0);
  return {
    modulation,
    symbolRateHz: channelBitRateBps(downlink) / bitsPerSymbol(modulation),
    coding,
    framing: { syncMarkerBits: ASM_BITS, frameBits: OCTET * frameLength, overheadBits: OCTET * overhead },
  };
}

function telecommandSignal({ bitRateBps, frame }: Uplink, modulation: Modulation): SignalFormat {
  const { maxFrameLength, segmentHeader, fecf, bch } = frame;
  const overhead = TC_PRIMARY_HEADER_LENGTH + (segmentHeader ? SEGMENT_HEADER_LENGTH : 0) + (fecf ? FECF_LENGTH : 0);
  return {
    modulation,
    symbolRateHz: bitRateBps / bitsPerSymbol(modulation),
    coding: { kind: 'bch', decoding: bch },
    framing: { syncMarkerBits: CLTU_BITS, frameBits: OCTET * maxFrameLength, overheadBits: OCTET * overhead },
  };
}

const entered = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]: Exclude<Values[Key], undefined>;
  };

function atmosphereOf(
  site: Pick<Site, 'climate'>,
  antenna: Antenna,
  availabilityPercent: number,
): BudgetAtmosphere | undefined {
  if (site.climate === undefined) return undefined;
  const { source: _source, ...values } = site.climate;
  const climate: SiteClimate = entered(values);
  const { receiver } = antenna;
  return {
    site: { latitudeRad: (antenna.latitudeDeg * Math.PI) / 180, heightM: Math.max(0, antenna.heightM) },
    climate,
    availabilityPercent,
    ...(receiver === undefined ? {} : { antenna: { diameterM: receiver.diameterM, efficiency: receiver.efficiency } }),
  };
}

const HEIGHT_NOTE = "the antenna's height above the ellipsoid stands for that above the sea";
const POINTING_NOTE = 'pointing losses are taken as 0 dB: both antennas look at each other';

/** What both directions share, or why there is no budget. */
function commonTerms(
  carrier: Carrier,
  antenna: Antenna,
  site: Pick<Site, 'climate'>,
  availabilityPercent: number,
):
  | { readonly terms: Omit<LinkTerms, 'eirpDbW' | 'gOverTDbPerK' | 'signal' | 'criterion'>; readonly notes: string[] }
  | string {
  if (!antenna.bands.includes(carrier.band)) return `${antenna.id} has no ${carrier.band} band`;
  const crossed = leastPolarisationLossDb(carrier, antenna);
  if (!Number.isFinite(crossed))
    return `${antenna.id} has no polarisation that receives any of ${carrier.polarisation}`;
  const atmosphere = atmosphereOf(site, antenna, availabilityPercent);
  const notes = [POINTING_NOTE];
  if (carrier.implementationLossDb === undefined)
    notes.push('the link profile has no implementationLossDb: taken as 0 dB');
  if (atmosphere !== undefined) notes.push(HEIGHT_NOTE);
  return {
    notes,
    terms: {
      frequencyHz: carrier.carrierHz,
      transmitPointingLossDb: 0,
      receivePointingLossDb: 0,
      polarisationLossDb: crossed,
      implementationLossDb: carrier.implementationLossDb ?? 0,
      ...(atmosphere === undefined ? {} : { atmosphere }),
    },
  };
}

const NO_BUDGET = 'no budget of FSK, nor of PCM/PM without modulationIndexRad and subcarrier in the link profile';

/** The downlink of a profile to an antenna. The profile's required Es/N0 is what margins count from, as everywhere else. */
export function downlinkOf(
  { downlink }: LinkProfile,
  antenna: Antenna,
  site: Pick<Site, 'climate'>,
  availabilityPercent: number,
): LinkOfProfile {
  if (downlink.eirpDbw === undefined) return { notComputed: 'the link profile has no downlink eirpDbw' };
  const modulation = modulationOf(downlink);
  if (modulation === undefined) return { notComputed: NO_BUDGET };
  const common = commonTerms(downlink, antenna, site, availabilityPercent);
  if (typeof common === 'string') return { notComputed: common };
  const signal = telemetrySignal(downlink, modulation);
  const { receiver } = antenna;
  return {
    notes: common.notes,
    link: {
      direction: 'downlink',
      ...common.terms,
      eirpDbW: downlink.eirpDbw,
      gOverTDbPerK: antenna.gOverTDbPerK,
      signal,
      // Not used where the operator gives the figure.
      criterion: { kind: 'frame-error-rate', rate: TELECOMMAND_FRAME_ERROR_RATE },
      requiredEbN0Db: ebN0FromEsN0Db(downlink.requiredEsN0Db, bitsPerSymbol(modulation), codeRate(signal.coding)),
      ...(receiver === undefined
        ? {}
        : {
            receivingSystem: {
              clearSkySystemTemperatureK: receiver.clearSkySystemTemperatureK,
              feedLossDb: receiver.feedLossDb,
            },
          }),
    },
  };
}

/** The uplink of an antenna to a profile: a longest frame in 10 000 may be lost. */
export function uplinkOf(
  { uplink }: LinkProfile,
  antenna: Antenna,
  site: Pick<Site, 'climate'>,
  availabilityPercent: number,
): LinkOfProfile {
  if (uplink === null) return { notComputed: 'the link profile has no uplink' };
  if (antenna.eirpDbw === null) return { notComputed: `${antenna.id} cannot transmit` };
  if (uplink.gOverTDbPerK === undefined) return { notComputed: 'the link profile has no uplink gOverTDbPerK' };
  const modulation = modulationOf(uplink);
  if (modulation === undefined) return { notComputed: NO_BUDGET };
  const common = commonTerms(uplink, antenna, site, availabilityPercent);
  if (typeof common === 'string') return { notComputed: common };
  const frameBits = OCTET * uplink.frame.maxFrameLength;
  return {
    notes: common.notes,
    link: {
      direction: 'uplink',
      ...common.terms,
      eirpDbW: antenna.eirpDbw,
      gOverTDbPerK: uplink.gOverTDbPerK,
      signal: telecommandSignal(uplink, modulation),
      criterion: { kind: 'frame-error-rate', rate: TELECOMMAND_FRAME_ERROR_RATE, frameBits },
    },
  };
}
