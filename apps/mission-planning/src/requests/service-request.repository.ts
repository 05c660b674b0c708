import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ServiceRequest } from '@app/contracts';
import { Refusal, RegistryReader } from '@app/platform';
import { ServiceRequestEntity } from '../planning.entities.js';

@Injectable()
export class ServiceRequestRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly registry: RegistryReader,
  ) {}

  async all(): Promise<ServiceRequest[]> {
    const rows = await this.dataSource.manager.find(ServiceRequestEntity, { order: { priority: 'ASC', id: 'ASC' } });
    return rows.map(({ document }) => document);
  }

  /** Adds a request. Throws Refusal: unknown spacecraft (404), not the operator's or without telemetry (422), there already (409). */
  async add(request: ServiceRequest): Promise<void> {
    const craft = await this.registry.requireSpacecraft(request.spacecraft);
    if (craft.operator !== request.member) {
      throw new Refusal(422, 'not the operator', [
        { path: 'member', message: `expected ${craft.operator}, which operates ${craft.id}, found ${request.member}` },
      ]);
    }
    // A contact is flown by its telemetry; the other services come on top of it.
    if (!request.services.includes('telemetry')) {
      throw new Refusal(422, 'no contact without telemetry', [
        { path: 'services', message: `expected telemetry among them, found ${request.services.join(', ')}` },
      ]);
    }
    const result = await this.dataSource.manager
      .createQueryBuilder()
      .insert()
      .into(ServiceRequestEntity)
      .values({ id: request.id, spacecraft: request.spacecraft, priority: request.priority, document: request })
      .orIgnore()
      .returning('id')
      .execute();
    if ((result.raw as unknown[]).length === 0) {
      throw new Refusal(409, 'request is there already', [{ path: 'id', message: `${request.id} is taken` }]);
    }
  }

  /** Puts requests into an empty table; answers whether it did. */
  async seed(requests: readonly ServiceRequest[]): Promise<boolean> {
    if ((await this.dataSource.manager.count(ServiceRequestEntity)) > 0) return false;
    for (const request of requests) await this.add(request);
    return true;
  }
}
