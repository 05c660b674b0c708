import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Maneuver } from '@app/contracts';
import { ManeuverEntity } from '../flight-dynamics.entities.js';

@Injectable()
export class ManeuverRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async add(document: Maneuver, plannedBy: string): Promise<void> {
    const { id, spacecraft, end: endsAt } = document;
    await this.dataSource.manager.insert(ManeuverEntity, { id, spacecraft, endsAt, plannedBy, document });
  }

  async find(id: string): Promise<Maneuver | undefined> {
    return (await this.dataSource.manager.findOneBy(ManeuverEntity, { id }))?.document;
  }

  /** Answers whether it was there. */
  async remove(id: string): Promise<boolean> {
    return (await this.dataSource.manager.delete(ManeuverEntity, { id })).affected === 1;
  }

  /** Of all spacecraft or one, by their end. */
  async all(spacecraft?: string, limit?: number): Promise<Maneuver[]> {
    const rows = await this.dataSource.manager.find(ManeuverEntity, {
      where: spacecraft === undefined ? {} : { spacecraft },
      order: { endsAt: 'ASC', id: 'ASC' },
      ...(limit === undefined ? {} : { take: limit }),
    });
    return rows.map(({ document }) => document);
  }
}
