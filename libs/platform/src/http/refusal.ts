/**
 * A request that is refused for a reason its sender can mend. The HTTP door answers it with its status, the message bus with its
 * message. `path` names the field or the place.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429,
    readonly title: string,
    readonly errors: readonly { path: string; message: string }[],
  ) {
    super(`${title}: ${errors.map(({ path, message }) => `${path}: ${message}`).join('; ')}`);
  }
}

export function notFound(kind: string, id: string): Refusal {
  return new Refusal(404, `no such ${kind}`, [
    { path: kind, message: `found "${id}", expected the identifier of a ${kind} that is registered` },
  ]);
}
