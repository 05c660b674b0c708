import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import {
  BusGuard,
  type Configuration,
  connectBus,
  documentProblems,
  jsonOnly,
  type Logger,
  nestLogger,
  ProblemFilter,
} from '@app/platform';
import { AppModule, type GroundModuleOptions } from './app.module.js';

/** Largest request body; a catalogue's element sets for a constellation stay far below it. */
const BODY_LIMIT = '1mb';
/** The whole finals2000A has 3.8 MB, an ephemeris of a week at ten seconds 8. */
const FILE_LIMIT = '12mb';
const FILE_DOORS = /^\/api\/flight-dynamics\/(earth-orientation|ephemerides)(\?|$)/;

/** The page, as it was built beside this program. */
const consoleFolder = fileURLToPath(new URL('../../../console', import.meta.url));

/** Helmet's own rules, which let nothing in from outside; but a page over plain HTTP, on a lab's network say, must stay usable. */
const pageSecurity = {
  strictTransportSecurity: false,
  contentSecurityPolicy: { directives: { styleSrc: ["'self'", "'unsafe-inline'"], upgradeInsecureRequests: null } },
} as const;

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

/** What only this machine reaches. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Opens the doors. Throws PortError. */
export async function listen(
  app: INestApplication,
  { SMMS_HTTP_HOST: host, SMMS_HTTP_PORT: port }: Configuration,
  logger: Logger,
): Promise<void> {
  if (!isLoopback(host))
    logger.warn(
      { host },
      'the API is open to other machines: a proxy with TLS must be in front, passwords pass in clear',
    );
  try {
    await app.listen(port, host);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? portReasons[String(error.code)] : undefined;
    if (reason === undefined) throw error;
    throw new PortError(host, port, reason, { cause: error });
  }
}

/** The HTTP and WebSocket doors over all roles, and the message handlers on the bus. Not yet listening. */
export async function createApplication(options: GroundModuleOptions, logger: Logger): Promise<INestApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(options), {
    logger: nestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  // Limits by address hold behind a reverse proxy of this machine, too.
  app.set('trust proxy', 'loopback');
  app.use(jsonOnly);
  const isFile = ({ url = '', headers }: IncomingMessage): boolean =>
    FILE_DOORS.test(url) && (headers['content-type'] ?? '').startsWith('application/json');
  app.useBodyParser('json', { limit: FILE_LIMIT, type: isFile });
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useWebSocketAdapter(new WsAdapter(app));
  app.use(helmet(pageSecurity));
  app.useStaticAssets(consoleFolder);
  app.useGlobalFilters(new ProblemFilter(logger));
  const document = new DocumentBuilder()
    .setTitle('SMMS ground segment')
    .setDescription(
      'Registry, flight dynamics, mission planning, stations, interconnection and telemetry of the SMMS constellation.',
    )
    .setVersion('0.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  SwaggerModule.setup('api/docs', app, () => documentProblems(SwaggerModule.createDocument(app, document)));
  // Handlers only listen and answer: what they send goes through their own modules' bus.
  connectBus(app, app.get(BusGuard).busOf('observer'));
  return app;
}
