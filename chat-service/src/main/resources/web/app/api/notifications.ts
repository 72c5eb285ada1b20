import { AccessToken, SignInNeeded, type Notification } from '../client';
import { ApiError, call, send } from './http';

export interface NotificationPage {
  readonly items: readonly Notification[];
  readonly unread: number;
  readonly next?: string | null;
}

/** Where notification-service is, from the page that the server rendered; `null` where there is none. */
export function notificationsAddress(): string | null {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="confab-notifications"]');
  return meta ? meta.content.replace(/\/$/, '') : null;
}

export function notificationsSocket(address: string): string {
  const url = new URL(`${address}/ws/notifications`, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** The token of this browser's session: asked for when it is needed, kept nowhere but here. */
export const sessionToken = (): AccessToken =>
  new AccessToken(async () => {
    try {
      return await call('POST', '/api/auth/token');
    } catch (error) {
      throw error instanceof ApiError && error.status === 401 ? new SignInNeeded() : error;
    }
  });

/** The REST API of notification-service. It may be another origin, so it is called with a token and never by cookie. */
export class NotificationsApi {
  constructor(
    private readonly address: string,
    private readonly token: AccessToken,
  ) {}

  list(before: string | null, limit: number): Promise<NotificationPage> {
    const parameters = new URLSearchParams({ limit: String(limit), ...(before !== null && { before }) });
    return this.#call('GET', `/api/notifications?${parameters}`);
  }

  read(ids: readonly string[]): Promise<{ unread: number }> {
    return this.#call('POST', '/api/notifications/read', { ids });
  }

  readAll(): Promise<{ unread: number }> {
    return this.#call('POST', '/api/notifications/read', { all: true });
  }

  async #call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    try {
      return await this.#once<T>(method, path, body);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        this.token.forget();
        return this.#once(method, path, body);
      }
      throw error;
    }
  }

  async #once<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const headers = { Authorization: `Bearer ${await this.token.get()}` };
    return send(this.address + path, { method, headers, credentials: 'omit' }, body);
  }
}
