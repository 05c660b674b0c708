import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OraclePass {
  readonly norad: number;
  readonly station: string;
  readonly aos: string;
  readonly tca: string;
  readonly los: string;
  readonly maxElDeg: number;
  readonly azAosDeg: number;
  readonly azLosDeg: number;
  readonly rangeTcaKm: number;
  readonly elRateAosDegS: number;
  readonly elRateLosDegS: number;
}

interface Oracle {
  readonly window: { readonly start: string; readonly end: string };
  readonly satellites: readonly { readonly name: string; readonly line1: string; readonly line2: string }[];
  readonly stations: readonly {
    readonly id: string;
    readonly name: string;
    readonly latDeg: number;
    readonly lonDeg: number;
    readonly altM: number;
  }[];
  readonly eop?: readonly {
    readonly utc: string;
    readonly dut1: number;
    readonly xpArcsec: number;
    readonly ypArcsec: number;
  }[];
  readonly passes: readonly OraclePass[];
}

export const oracleFolder = process.env.SMMS_ORACLES;

/** An oracle's spacecraft, stations and Earth orientation as the command's files, its span, and its passes. */
export function oracleInputs(name: string) {
  const text = readFileSync(join(oracleFolder ?? '', 'flight-dynamics', name), 'utf8');
  const { window, satellites, stations, eop = [], passes } = JSON.parse(text) as Oracle;
  const files = {
    'elements.tle': satellites.map((one) => `${one.name}\n${one.line1}\n${one.line2}\n`).join(''),
    'stations.json': JSON.stringify(
      stations.map(({ id, name: title, latDeg, lonDeg, altM }) => ({
        ...{ id, name: title, latitudeDeg: latDeg, longitudeDeg: lonDeg, heightM: altM },
      })),
    ),
    'eop.json': JSON.stringify(eop.map(({ dut1, ...row }) => ({ ...row, dut1Seconds: dut1 }))),
  };
  return { files, passes, options: { elements: ['elements.tle'], stations: 'stations.json', ...window } };
}
