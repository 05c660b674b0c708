import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { Problem } from '@app/contracts';
import type { Logger } from '../logging/logger.js';
import { Refusal } from './refusal.js';

/** Answers every error as application/problem+json; what nobody foresaw is logged whole and answered without its inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.problemOf(error);
    if (response.headersSent) return;
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Refusal)
      return { title: error.title, status: error.status, detail: error.message, errors: [...error.errors] };
    if (error instanceof HttpException) {
      const answer = error.getResponse();
      // Terminus reports which part is down in the body of its exception.
      if (typeof answer === 'object' && 'details' in answer)
        return {
          ...(answer as object),
          title: 'not ready',
          status: error.getStatus(),
          detail: error.message,
        };
      return bodyParserProblem(error.cause) ?? urlProblem(error);
    }
    const bodyError = bodyParserProblem(error);
    if (bodyError !== undefined) return bodyError;
    this.logger.error({ error }, 'unforeseen error in a request');
    return { title: 'internal error', status: 500, detail: 'the error was logged' };
  }
}

/** What Nest and Express say of a request that met no handler: no such route, a path that cannot be decoded. */
function urlProblem(error: HttpException): Problem {
  const status = error.getStatus();
  const title = (STATUS_CODES[status] ?? 'request refused').toLowerCase();
  return { title, status, detail: error.message, errors: [{ path: 'url', message: error.message }] };
}

/** Errors of Express's body parser: too large, not JSON. */
function bodyParserProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('type' in error) || !('status' in error)) return undefined;
  const { status, type, message } = error as Error & { status: number; type: string };
  if (status < 400 || status > 499) return undefined;
  const title = type === 'entity.too.large' ? 'body too large' : 'body cannot be read';
  return { title, status, detail: `${title}: ${message}`, errors: [{ path: 'body', message }] };
}
