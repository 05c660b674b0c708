/** The reason of anything thrown, as one line. By shape, not by class: Emscripten throws plain objects, and test runners have realms. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { name, message, errors } = error as { name?: unknown; message?: unknown; errors?: unknown };
  if (typeof message === 'string' && message !== '') return message;
  if (Array.isArray(errors)) return errors.map(reasonOf).join('; ');
  return typeof name === 'string' ? name : 'an unknown reason';
}
