import type { Connection } from './connection';

const PAUSE_MS = 1_000;

/** Tells how far rooms have been seen: the newest state only, and at most once a second. */
export class SeenReport {
  readonly #unsent = new Map<string, number>();
  #pausing = false;

  constructor(private readonly connection: Connection) {}

  seen(room: string, seq: number): void {
    this.#unsent.set(room, Math.max(seq, this.#unsent.get(room) ?? 0));
    this.#report();
  }

  /** Takes what was not told yet of a room, for whoever has to tell it at once. */
  take(room: string): number | undefined {
    const seq = this.#unsent.get(room);
    this.#unsent.delete(room);
    return seq;
  }

  #report(): void {
    if (this.#pausing || this.#unsent.size === 0) {
      return;
    }
    this.connection.notify({ type: 'seen', rooms: Object.fromEntries(this.#unsent) });
    this.#unsent.clear();
    this.#pausing = true;
    setTimeout(() => {
      this.#pausing = false;
      this.#report();
    }, PAUSE_MS);
  }
}
