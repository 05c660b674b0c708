import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type OperationsMode, type SystemStatus, systemStatusSchema, utcSchema } from '@app/contracts';
import { formatUtc } from '@app/time';
import { Public } from '../authority/door-policy.js';
import { MissionClock, WallClock } from '../clock/index.js';
import { DocumentedAnswer } from '../http/zod.pipe.js';
import { OPERATIONS_MODE } from '../platform-tokens.js';

@ApiTags('system')
@Controller('api/system')
export class SystemController {
  constructor(
    private readonly missionClock: MissionClock,
    private readonly wallClock: WallClock,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {}

  @Get()
  @Public('a client must know whether this is real before it asks for a password')
  @ApiOperation({ summary: 'Whether this is real, and what time it is' })
  @DocumentedAnswer(systemStatusSchema)
  status(): SystemStatus {
    return {
      mode: this.mode,
      missionTime: utcSchema.parse(formatUtc(this.missionClock.now())),
      rate: this.missionClock.rate,
      wallTime: utcSchema.parse(formatUtc(this.wallClock.now())),
    };
  }
}
