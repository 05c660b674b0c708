import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type FlightObject, flightObjectSchema } from '@app/contracts';
import { Authorised, DocumentedAnswer } from '@app/platform';
import { DescribeObjects } from './describe-objects.use-case.js';

@ApiTags('flight dynamics')
@Authorised('observe-network')
@Controller('api/flight-dynamics/objects')
export class ObjectsController {
  constructor(private readonly describe: DescribeObjects) {}

  @Get()
  @ApiOperation({
    summary: 'Spacecraft with the elements in force and their age, ephemerides, manoeuvres and the next window',
  })
  @DocumentedAnswer(z.array(flightObjectSchema))
  list(): Promise<FlightObject[]> {
    return this.describe.execute();
  }
}
