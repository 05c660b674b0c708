import type { Problem } from '@app/contracts';

/** What the ground segment refused, and why: each field or rule with what was expected and found. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    readonly title: string,
    readonly reasons: readonly string[],
  ) {
    super([title, ...reasons].join(' — '));
  }
}

/** The ground segment cannot be reached. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** The HTTP API of the ground segment that served this page. */
export class ApiClient {
  /** Called when the token is not taken any more. */
  onSignedOut: () => void = () => undefined;
  private token: string | undefined;
  private serverAheadMs = 0;

  /** The ground segment's wall time, milliseconds since 1970, to a second: this machine's clock may be wrong. */
  serverNowMs(): number {
    return Date.now() + this.serverAheadMs;
  }

  use(token: string | undefined): void {
    this.token = token;
  }

  get<Answer>(path: string, query: Query = {}): Promise<Answer> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
    const text = parameters.toString();
    return this.send<Answer>('GET', text === '' ? path : `${path}?${text}`);
  }

  post<Answer>(path: string, body: unknown = {}): Promise<Answer> {
    return this.send<Answer>('POST', path, body);
  }

  private async send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = {};
    const { token } = this;
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const request: RequestInit = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    let response: Response;
    try {
      response = await fetch(path, request);
    } catch (error) {
      throw new UnreachableError('the ground segment cannot be reached', { cause: error });
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) this.serverAheadMs = date - Date.now();
    const text = await response.text();
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer;
    // A late answer to an older token says nothing of this one.
    if (response.status === 401 && token !== undefined && token === this.token) this.onSignedOut();
    throw problemOf(response.status, text);
  }
}

function problemOf(status: number, text: string): ApiProblem {
  try {
    const problem = JSON.parse(text) as Problem;
    const reasons = (problem.errors ?? []).map(({ path, message }) =>
      path === 'rule' ? message : `${path}: ${message}`,
    );
    return new ApiProblem(status, problem.title, reasons.length === 0 ? [problem.detail] : reasons);
  } catch {
    return new ApiProblem(status, `the ground segment answered ${status}`, []);
  }
}

/** What a person is told of a failure. */
export function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
