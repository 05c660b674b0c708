import { ZodError } from 'zod';

/** The one clear line that ends a command; stdout stays the command's. */
export function failWithOneLine(error: unknown): void {
  process.stderr.write(`smms: ${lineOf(error)}\n`);
  process.exitCode = 1;
}

function lineOf(error: unknown): string {
  if (error instanceof ZodError)
    return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');
}
