const PROBE_MS = 5_000;

/**
 * Notices a connection that is open but dead. The server speaks at least once per ping interval; when
 * nothing arrives for longer than that plus its pong timeout, `onSilence` is called once.
 */
export class Heartbeat {
  #deadlineMs = 0;
  #timer = 0;

  constructor(private readonly onSilence: () => void) {}

  start(deadlineMs: number): void {
    this.#deadlineMs = deadlineMs;
    this.#arm(deadlineMs);
  }

  heard(): void {
    if (this.#deadlineMs > 0) {
      this.#arm(this.#deadlineMs);
    }
  }

  /** Shortens the deadline until something is heard; used together with a ping of our own. */
  expectSoon(): void {
    if (this.#deadlineMs > 0) {
      this.#arm(PROBE_MS);
    }
  }

  stop(): void {
    this.#deadlineMs = 0;
    clearTimeout(this.#timer);
  }

  #arm(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.onSilence, ms);
  }
}
