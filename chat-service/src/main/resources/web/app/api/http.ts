/** A refusal by the REST API: `application/problem+json`, or what can be said without one. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: ReadonlyMap<string, string>,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Sends JSON with the session cookie and, where something changes, the CSRF header. `keepalive` lets the request survive
 * the page.
 */
export function call<T>(method: Method, path: string, body?: object, keepalive = false): Promise<T> {
  const headers: Record<string, string> = method === 'GET' ? {} : { 'X-CSRF-Token': cookie('confab_csrf') ?? '' };
  return send(path, { method, headers, credentials: 'same-origin', keepalive }, body);
}

interface Credentials {
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: RequestCredentials;
  readonly keepalive?: boolean;
}

/** Sends JSON in the name of whom the credentials tell. */
export async function send<T>(url: string, request: Credentials, body?: object): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json', ...request.headers };
  if (body) {
    headers['Content-Type'] = 'application/json';
  }
  let response: Response;
  try {
    response = await fetch(url, { ...request, headers, cache: 'no-store', ...(body && { body: JSON.stringify(body) }) });
  } catch {
    throw new ApiError(0, 'unreachable', 'The server cannot be reached. Check your connection and try again.', new Map());
  }
  if (!response.ok) {
    throw await problem(response);
  }
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

export function cookie(name: string): string | null {
  const prefix = `${name}=`;
  const found = document.cookie.split('; ').find((part) => part.startsWith(prefix));
  return found ? decodeURIComponent(found.slice(prefix.length)) : null;
}

async function problem(response: Response): Promise<ApiError> {
  const body: Record<string, unknown> = await response.json().catch(() => ({}));
  const fields = new Map<string, string>();
  for (const error of Array.isArray(body['errors']) ? body['errors'] : []) {
    if (typeof error?.field === 'string' && typeof error?.message === 'string') {
      fields.set(error.field, error.message);
    }
  }
  return new ApiError(
    response.status,
    typeof body['code'] === 'string' ? body['code'] : 'internal',
    typeof body['detail'] === 'string' ? body['detail'] : 'Something went wrong on the server. Try again.',
    fields,
    typeof body['retryAfterMs'] === 'number' ? body['retryAfterMs'] : undefined,
  );
}
