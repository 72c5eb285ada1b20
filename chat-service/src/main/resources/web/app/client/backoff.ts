/**
 * Exponential backoff with full jitter above a floor, so that the clients of a restarted node do not
 * come back in one wave.
 */
export class Backoff {
  #attempts = 0;

  constructor(
    private readonly baseMs = 500,
    private readonly capMs = 30_000,
    private readonly random: () => number = Math.random,
  ) {}

  next(): number {
    const ceiling = Math.min(this.capMs, this.baseMs * 2 ** this.#attempts);
    this.#attempts = Math.min(this.#attempts + 1, 16);
    return Math.round(ceiling * (0.3 + 0.7 * this.random()));
  }

  reset(): void {
    this.#attempts = 0;
  }
}
