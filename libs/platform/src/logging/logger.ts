import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Structured logs, one JSON object a line, on stderr (stdout belongs to a command's answer) or to `destination`. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: pino.stdSerializers.err },
    },
    destination ?? pino.destination({ dest: 2, sync: false }),
  );
}

/** The logger that Nest writes its own lines to; its chatter of start-up is debug for us. */
export function nestLogger(logger: Logger): LoggerService {
  const text = (message: unknown): string => (message instanceof Error ? message.message : String(message));
  const last = (rest: unknown[]): unknown => rest.at(-1);
  return {
    log: (message: unknown, ...rest: unknown[]) => logger.debug({ context: last(rest) }, text(message)),
    error: (message: unknown, ...rest: unknown[]) => {
      const fields = { context: last(rest), ...(message instanceof Error ? { error: message } : {}) };
      // Nest throws what it logs from these two: whoever starts the application says it.
      const thrownToo = last(rest) === 'ExceptionHandler' || last(rest) === 'NestApplication';
      logger[thrownToo ? 'debug' : 'error'](fields, text(message));
    },
    warn: (message: unknown, ...rest: unknown[]) => logger.warn({ context: last(rest) }, text(message)),
    debug: (message: unknown, ...rest: unknown[]) => logger.debug({ context: last(rest) }, text(message)),
    verbose: (message: unknown, ...rest: unknown[]) => logger.trace({ context: last(rest) }, text(message)),
    fatal: (message: unknown, ...rest: unknown[]) => logger.fatal({ context: last(rest) }, text(message)),
  };
}
