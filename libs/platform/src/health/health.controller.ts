import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, type HealthCheckResult, HealthIndicatorService } from '@nestjs/terminus';
import { z } from 'zod';
import { Public } from '../authority/door-policy.js';
import { DocumentedAnswer } from '../http/zod.pipe.js';
import { Readiness } from './readiness.js';

const liveSchema = z.strictObject({ status: z.literal('ok') });
const partsSchema = z.record(z.string(), z.looseObject({ status: z.enum(['up', 'down', 'degraded']) }));
/** Terminus's answer: `details` has every part. */
const readySchema = z.looseObject({
  status: z.enum(['ok', 'degraded']),
  info: partsSchema,
  error: partsSchema,
  details: partsSchema,
});

@ApiTags('health')
@Public('supervisors ask before anybody can sign in')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly readiness: Readiness,
  ) {}

  /** Alive: the process answers. */
  @Get('live')
  @ApiOperation({ summary: 'Alive: the process answers' })
  @DocumentedAnswer(liveSchema)
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Ready: every part that this process needs is up; 503 otherwise, naming the part. */
  @Get('ready')
  @ApiOperation({ summary: 'Ready: every part that this process needs is up; 503 otherwise, naming the part' })
  @HealthCheck({ swaggerDocumentation: false })
  @DocumentedAnswer(readySchema)
  async ready(): Promise<HealthCheckResult> {
    const parts = await this.readiness.check();
    return this.health.check(
      [...parts].map(([part, { up, detail }]) => () => {
        const session = this.indicators.check(part);
        return up ? session.up({ ...detail }) : session.down({ ...detail });
      }),
    );
  }
}
