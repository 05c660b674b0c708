import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { documentProblems, jsonOnly, type Logger, nestLogger, ProblemFilter } from '@app/platform';
import helmet from 'helmet';
import { ControlModule } from './control.module.js';
import { type SimulationControl } from './simulation-control.port.js';

const BODY_LIMIT = '64kb';

export interface ControlServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a simulator's control, on this machine alone; port 0 takes a free one. Rejects where the port is taken. */
export async function startControlServer(
  simulation: SimulationControl,
  port: number,
  logger: Logger,
): Promise<ControlServer> {
  const app = await NestFactory.create<NestExpressApplication>(ControlModule.forRoot(simulation), {
    logger: nestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.use(jsonOnly);
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.use(helmet());
  app.useGlobalFilters(new ProblemFilter(logger));
  const document = new DocumentBuilder().setTitle('SMMS simulator').setVersion('0.1.0').build();
  SwaggerModule.setup('docs', app, () => documentProblems(SwaggerModule.createDocument(app, document)));
  await app.listen(port, '127.0.0.1');
  const { port: bound } = app.getHttpServer().address() as { readonly port: number };
  return {
    url: `http://127.0.0.1:${bound}`,
    close: async () => {
      app.getHttpServer().closeAllConnections();
      await app.close();
    },
  };
}
