/** A token that was refused for good: whoever is behind it has to sign in again. */
export class SignInNeeded extends Error {}

interface IssuedToken {
  readonly accessToken: string;
  /** In seconds. */
  readonly expiresIn: number;
}

/** Tokens are renewed this long before they end, so that none ends on the way. */
const MARGIN_MS = 60_000;

/** An access token that is kept in memory only and renewed in time; callers at the same moment share one request. */
export class AccessToken {
  #value = '';
  #goodUntil = 0;
  #pending: Promise<string> | null = null;

  /** `issue` rejects with `SignInNeeded` when there is no session any more. */
  constructor(private readonly issue: () => Promise<IssuedToken>) {}

  get(): Promise<string> {
    if (Date.now() < this.#goodUntil) {
      return Promise.resolve(this.#value);
    }
    this.#pending ??= this.#renew().finally(() => (this.#pending = null));
    return this.#pending;
  }

  /** The server did not take it: the next one is a new one. */
  forget(): void {
    this.#goodUntil = 0;
  }

  async #renew(): Promise<string> {
    const issued = await this.issue();
    const lifetime = issued.expiresIn * 1_000;
    this.#value = issued.accessToken;
    this.#goodUntil = Date.now() + Math.max(lifetime - MARGIN_MS, lifetime / 2);
    return this.#value;
  }
}
