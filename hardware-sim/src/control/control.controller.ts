import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DocumentedAnswer, DocumentedBody, notFound, Public, Refusal, ZodBody } from '@app/platform';
import { type FaultReport } from '../faults/fault-injector.js';
import { type FaultRequest, faultRequestSchema } from '../faults/fault.js';
import { SimulationSetupError } from '../simulation-errors.js';
import { SimulationControl } from './simulation-control.port.js';
import {
  faultReportSchema,
  rateSchema,
  type SimulationClock,
  simulationClockSchema,
  type SimulationState,
  simulationStateSchema,
} from './simulation-state.js';

@ApiTags('simulation')
@Public('nothing here is real: a simulator serves the machine that it runs on')
@Controller()
export class ControlController {
  constructor(private readonly simulation: SimulationControl) {}

  @Get('state')
  @ApiOperation({ summary: 'Mission clock, spacecraft, antennas with the addresses of their devices, faults' })
  @DocumentedAnswer(simulationStateSchema)
  state(): SimulationState {
    return this.simulation.state();
  }

  @Get('faults')
  @ApiOperation({ summary: 'The faults that hold, and those that are still to come' })
  @DocumentedAnswer(z.array(faultReportSchema))
  faults(): readonly FaultReport[] {
    return this.simulation.faults();
  }

  @Post('faults')
  @ApiOperation({ summary: 'Makes something go wrong, now or at a mission time' })
  @DocumentedBody(faultRequestSchema)
  @DocumentedAnswer(faultReportSchema, 201)
  apply(@ZodBody(faultRequestSchema) fault: FaultRequest): FaultReport {
    try {
      return this.simulation.apply(fault);
    } catch (error) {
      if (!(error instanceof SimulationSetupError)) throw error;
      const { where, expected, found } = error;
      throw new Refusal(422, 'no such fault here', [{ path: where, message: `expected ${expected}, found ${found}` }]);
    }
  }

  @Delete('faults/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends a fault now; one that has not begun never does' })
  clear(@Param('id') id: string): void {
    try {
      this.simulation.clear(id);
    } catch (error) {
      if (!(error instanceof SimulationSetupError)) throw error;
      throw notFound('fault', id);
    }
  }

  @Post('clock')
  @HttpCode(200)
  @ApiOperation({ summary: 'Changes the rate of the mission clock; who shares the clock needs its new text' })
  @DocumentedBody(rateSchema)
  @DocumentedAnswer(simulationClockSchema)
  setRate(@ZodBody(rateSchema) { rate }: { readonly rate: number }): SimulationClock {
    return this.simulation.setRate(rate);
  }
}
