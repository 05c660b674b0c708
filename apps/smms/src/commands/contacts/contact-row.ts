import { type ContactWindow } from '@app/orbit';
import { type Tai } from '@app/time';
import { UtcText } from './utc-text.js';

/** One contact of the answer; times are ISO 8601 with `Z` to the microsecond. */
export interface ContactRow {
  readonly spacecraft: string;
  readonly catalogNumber: number | null;
  readonly station: string;
  readonly orbitNumber: number;
  readonly aos: string;
  readonly tca: string;
  readonly los: string;
  readonly maxElevationDeg: number;
  readonly aosAzimuthDeg: number;
  readonly tcaAzimuthDeg: number;
  readonly losAzimuthDeg: number;
  readonly tcaRangeKm: number;
  readonly aosOpen: boolean;
  readonly losOpen: boolean;
  readonly part: number;
  /** With `--crossings`: when it passes 0 degrees; null where the span ends first. */
  readonly horizonAos?: string | null;
  readonly horizonLos?: string | null;
  /** With `--crossings`: when the station may transmit. */
  readonly uplink?: readonly { readonly from: string; readonly to: string }[];
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
const azimuth = (degrees: number): number => rounded(degrees) % 360;

const text = new UtcText();
const utc = (instant: Tai): string => text.of(instant);

export function contactRow(window: ContactWindow): ContactRow {
  const { crossings } = window;
  return {
    spacecraft: window.spacecraft,
    catalogNumber: window.catalogNumber ?? null,
    station: window.station,
    orbitNumber: window.orbitNumber,
    aos: utc(window.aos),
    tca: utc(window.tca),
    los: utc(window.los),
    maxElevationDeg: rounded(window.maxElevationDeg),
    aosAzimuthDeg: azimuth(window.aosAzimuthDeg),
    tcaAzimuthDeg: azimuth(window.tcaAzimuthDeg),
    losAzimuthDeg: azimuth(window.losAzimuthDeg),
    tcaRangeKm: rounded(window.tcaRangeM / 1000),
    aosOpen: window.aosOpen,
    losOpen: window.losOpen,
    part: window.part,
    ...(crossings !== undefined && {
      horizonAos: crossings.horizonAos === undefined ? null : utc(crossings.horizonAos),
      horizonLos: crossings.horizonLos === undefined ? null : utc(crossings.horizonLos),
      uplink: crossings.uplink.map(({ from, to }) => ({ from: utc(from), to: utc(to) })),
    }),
  };
}
