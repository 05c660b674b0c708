import {
  type EarthOrientation,
  type EarthOrientationTable,
  earthOrientationOfTable,
  shippedEarthOrientation,
} from '@app/orbit';

/** What `--eop` asks for, as data: it can be handed to a thread. */
export type EarthOrientationChoice =
  | { readonly kind: 'shipped' }
  | { readonly kind: 'none' }
  | { readonly kind: 'table'; readonly table: EarthOrientationTable };

/** The orientation that is meant. Throws EarthOrientationError where the table's rows make no series. */
export function earthOrientationOf(choice: EarthOrientationChoice): EarthOrientation {
  if (choice.kind === 'none') return 'none';
  return choice.kind === 'shipped' ? shippedEarthOrientation : earthOrientationOfTable(choice.table);
}
