import { type DynamicModule, Module } from '@nestjs/common';
import { ControlController } from './control.controller.js';
import { SimulationControl } from './simulation-control.port.js';

/** The door of one simulator. Needs neither database nor bus. */
@Module({})
export class ControlModule {
  static forRoot(simulation: SimulationControl): DynamicModule {
    return {
      module: ControlModule,
      controllers: [ControlController],
      providers: [{ provide: SimulationControl, useValue: simulation }],
    };
  }
}
