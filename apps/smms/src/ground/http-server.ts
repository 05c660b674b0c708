import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import {
  type Configuration,
  connectBus,
  documentProblems,
  jsonOnly,
  type Logger,
  type MessageBus,
  nestLogger,
  ProblemFilter,
} from '@app/platform';
import { AppModule, type GroundModuleOptions } from './app.module.js';

/** Largest request body; a catalogue's element sets for a constellation stay far below it. */
const BODY_LIMIT = '1mb';

/** The API cannot listen where it is told to. */
export class PortError extends Error {
  override readonly name = 'PortError';
  constructor(
    readonly host: string,
    readonly port: number,
    readonly found: string,
    options?: ErrorOptions,
  ) {
    super(
      `API: expected a free port, found ${host}:${port} ${found} (--port or SMMS_HTTP_PORT takes another)`,
      options,
    );
  }
}

const portReasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'in use',
  EACCES: 'not permitted',
  EADDRNOTAVAIL: 'not on this machine',
};

/** Opens the doors. Throws PortError. */
export async function listen(
  app: INestApplication,
  { SMMS_HTTP_HOST: host, SMMS_HTTP_PORT: port }: Configuration,
): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? portReasons[String(error.code)] : undefined;
    if (reason === undefined) throw error;
    throw new PortError(host, port, reason, { cause: error });
  }
}

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
  app.use(jsonOnly);
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
  SwaggerModule.setup('api/docs', app, () => documentProblems(SwaggerModule.createDocument(app, document)));
  connectBus(app, bus);
  return app;
}
