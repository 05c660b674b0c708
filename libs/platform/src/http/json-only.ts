import type { NextFunction, Request, Response } from 'express';
import { Refusal } from './refusal.js';

/** Express middleware: a body that does not say that it is JSON is refused (415) before it is read. */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type } = request.headers;
  const hasBody = encoding !== undefined || (length !== undefined && length !== '0');
  if (!hasBody || request.is('application/json') !== false) next();
  else
    next(
      new Refusal(415, 'unsupported media type', [
        {
          path: 'Content-Type',
          message: `expected application/json, found ${type === undefined ? 'none' : `"${type}"`}`,
        },
      ]),
    );
}
