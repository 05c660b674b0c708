import { type Tai, plusSeconds } from '@app/time';
import { DEG_PER_RAD } from '../frames/vector.js';
import { type Station } from '../stations/station.js';
import { type ContactColumns } from './contact-columns.js';
import { type PreparedSubject } from './contact-subject.js';
import { type ContactWindow } from './contact-window.js';

/** The windows of one subject, as the columns of its search have them. */
export function windowsFromColumns(
  {
    spacecraft,
    catalogNumber,
    epoch,
    source,
  }: Pick<PreparedSubject, 'spacecraft' | 'catalogNumber' | 'epoch' | 'source'>,
  columns: ContactColumns,
  stations: readonly Station[],
  start: Tai,
): ContactWindow[] {
  const at = (seconds: number | undefined): Tai => plusSeconds(start, seconds as number);
  const degrees = (radians: number | undefined): number => (radians as number) * DEG_PER_RAD;
  const windows: ContactWindow[] = [];
  for (let i = 0; i < columns.count; i++) {
    const open = columns.open[i] as number;
    windows.push({
      spacecraft,
      catalogNumber,
      station: (stations[columns.station[i] as number] as Station).id,
      orbitNumber: columns.orbitNumber[i] as number,
      part: columns.part[i] as number,
      aos: at(columns.aos[i]),
      tca: at(columns.tca[i]),
      los: at(columns.los[i]),
      aosOpen: (open & 1) === 1,
      losOpen: (open & 2) === 2,
      maxElevationDeg: degrees(columns.maxElevation[i]),
      aosAzimuthDeg: degrees(columns.aosAzimuth[i]),
      tcaAzimuthDeg: degrees(columns.tcaAzimuth[i]),
      losAzimuthDeg: degrees(columns.losAzimuth[i]),
      aosRangeM: columns.aosRange[i] as number,
      tcaRangeM: columns.tcaRange[i] as number,
      losRangeM: columns.losRange[i] as number,
      elementEpoch: epoch,
      source,
    });
  }
  return windows;
}
