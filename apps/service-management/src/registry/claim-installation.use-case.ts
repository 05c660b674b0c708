import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { OperationsMode } from '@app/contracts';
import { OtherModeError } from '@app/platform';
import { InstallationEntity } from './registry.entities.js';

/** Writes the mode of a new database down, and refuses one of another mode (design rule 10). */
@Injectable()
export class ClaimInstallation {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Throws OtherModeError. */
  async execute(mode: OperationsMode): Promise<void> {
    const { manager } = this.dataSource;
    await manager
      .createQueryBuilder()
      .insert()
      .into(InstallationEntity)
      .values({ onlyOne: true, mode })
      .orIgnore()
      .execute();
    const { mode: found } = await manager.findOneByOrFail(InstallationEntity, { onlyOne: true });
    if (found !== mode) throw new OtherModeError('the database', mode, found);
  }
}
