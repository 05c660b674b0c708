import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import { connectBus, type Logger, type MessageBus, nestLogger, ProblemFilter } from '@app/platform';
import { AppModule, type GroundModuleOptions } from './app.module.js';

/** Largest request body; a catalogue's element sets for a constellation stay far below it. */
const BODY_LIMIT = '1mb';

/** The HTTP and WebSocket doors over all roles, and the message handlers on the bus. Not yet listening. */
export async function createApplication(
  options: GroundModuleOptions,
  logger: Logger,
  bus: MessageBus,
): Promise<INestApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(options), {
    logger: nestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useWebSocketAdapter(new WsAdapter(app));
  app.use(helmet());
  app.useGlobalFilters(new ProblemFilter(logger));
  const document = new DocumentBuilder()
    .setTitle('SMMS ground segment')
    .setDescription(
      'Registry, flight dynamics, mission planning, stations, interconnection and telemetry of the SMMS constellation.',
    )
    .setVersion('0.1.0')
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, document));
  connectBus(app, bus);
  return app;
}
