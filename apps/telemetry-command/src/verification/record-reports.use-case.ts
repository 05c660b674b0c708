import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Command, SpacecraftId } from '@app/contracts';
import { LOGGER, type Logger, Metrics } from '@app/platform';
import type { NewSample } from '../archive/telemetry-archive.js';
import { CommandLedger, type RequestReport } from '../commands/command-ledger.port.js';
import { requestReports } from './request-reports.js';

/** What the reports of a batch have come to. */
export interface RecordedReports {
  readonly changed: readonly Command[];
  /** Of requests that are none of ours: sent by somebody else, or before this ground segment's time. */
  readonly unknown: readonly RequestReport[];
}

/** The spacecraft's word on commands, out of its telemetry: recorded with the telemetry, told when both are committed. */
@Injectable()
export class RecordReports {
  constructor(
    private readonly ledger: CommandLedger,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Within the caller's transaction. `samples`: what the archive did not have before, so that a report heard twice counts once. */
  async record(
    manager: EntityManager,
    spacecraft: SpacecraftId,
    samples: readonly NewSample[],
  ): Promise<RecordedReports> {
    const reports = requestReports(samples);
    return reports.length === 0
      ? { changed: [], unknown: [] }
      : await this.ledger.recordReports(manager, spacecraft, reports);
  }

  /** After the commit. */
  async tell(spacecraft: SpacecraftId, { changed, unknown }: RecordedReports): Promise<void> {
    for (const { apid, sequenceCount, event } of unknown) {
      this.metrics.count('smms_verification_reports_unknown_total', 'Reports on requests that are none of ours', {
        spacecraft,
      });
      this.logger.warn(
        { spacecraft, apid, sequenceCount, stage: event.stage },
        'a report on a request that is none of ours',
      );
    }
    if (changed.length > 0) await this.ledger.tell(changed);
  }
}
