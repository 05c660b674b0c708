import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ContactWindow, EarthOrientationSummary } from '@app/contracts';
import {
  describeEarthOrientation,
  type EarthOrientation,
  earthOrientationOfTable,
  parseEarthOrientation,
  shippedEarthOrientation,
} from '@app/orbit';
import { Refusal } from '@app/platform';
import { parseUtc } from '@app/time';
import { earthOrientationOf } from '../contact-windows/contact-search.js';
import { EarthOrientationStore } from '../earth-orientation/earth-orientation.store.js';
import { EarthOrientationEntity } from '../flight-dynamics.entities.js';

/** The Earth orientation that a window states, or that predictions use now. */
@Injectable()
export class EarthOrientationReader {
  private read: { readonly key: string; readonly orientation: EarthOrientation } | undefined;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly store: EarthOrientationStore,
  ) {}

  /** Throws Refusal (409) where it is there no more. */
  async statedBy(window: ContactWindow): Promise<EarthOrientation> {
    const stated = window.model.earthOrientation;
    const [aos, los] = [parseUtc(window.aos), parseUtc(window.los)];
    const makes = (orientation: EarthOrientation): boolean =>
      describeEarthOrientation(orientation, aos, los) === stated || describeEarthOrientation(orientation) === stated;
    for (const orientation of ['none', shippedEarthOrientation] as const) if (makes(orientation)) return orientation;
    for (const table of await this.store.list()) {
      const orientation = stated.startsWith(table.description) ? await this.table(table) : undefined;
      if (orientation !== undefined && makes(orientation)) return orientation;
    }
    throw new Refusal(409, 'Earth orientation is gone', [
      {
        path: window.id,
        message: `it was predicted with "${stated}", which is not known any more: wait for the next prediction`,
      },
    ]);
  }

  /** The table imported last, else the one that comes with the program. */
  async inUse(): Promise<EarthOrientation> {
    return earthOrientationOf(await this.store.current());
  }

  private async table({ importedAt, source }: EarthOrientationSummary): Promise<EarthOrientation | undefined> {
    if (importedAt === null) return undefined;
    const key = JSON.stringify([importedAt, source]);
    if (this.read?.key === key) return this.read.orientation;
    const { text } = await this.dataSource.manager.findOneByOrFail(EarthOrientationEntity, { importedAt, source });
    const orientation = earthOrientationOfTable(parseEarthOrientation(text, source));
    this.read = { key, orientation };
    return orientation;
  }
}
