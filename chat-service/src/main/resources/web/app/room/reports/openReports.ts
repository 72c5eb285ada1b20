import { reportsOf } from '../../api/moderation';
import { Emitter, Signal, type ConfabClient, type Unsubscribe } from '../../client';
import type { RoomStore } from '../model/store';
import { moderates, type Reader } from '../reader';
import { reported } from './reportCard';

/** Several reports in a row are asked for together. */
const SOON_MS = 300;

/**
 * How many messages wait for a decision, for those who moderate the room; for everybody else there are none. The personal
 * stream says when that may have changed.
 */
export class OpenReports {
  readonly count = new Signal(0);
  /** Something was reported or decided. */
  readonly changes = new Emitter<void>();
  readonly #unsubscribe: readonly Unsubscribe[];
  #asked = false;
  #turn = 0;
  #timer = 0;

  constructor(
    private readonly reader: Reader,
    store: RoomStore,
    client: ConfabClient,
  ) {
    this.#unsubscribe = [
      store.changes.on(() => {
        if (moderates(reader) !== this.#asked) {
          this.#asked = !this.#asked;
          void this.load();
        }
      }),
      client.personal.on(({ kind, data }) => {
        if (kind === 'reports.changed' && data['room'] === reader.room) {
          this.#changed();
        }
      }),
      client.personalReset.on(() => this.#changed()),
    ];
  }

  /** Without an answer the number stays what it was: the list itself says what is wrong. */
  async load(): Promise<void> {
    const turn = (this.#turn += 1);
    const { kind } = this.reader.facts();
    if (kind === 'direct' || !moderates(this.reader)) {
      this.count.set(0);
      return;
    }
    const page = await reportsOf(this.reader.room, 'open').catch(() => null);
    if (page !== null && turn === this.#turn) {
      this.count.set(reported(page.items).length);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe());
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      void this.load();
      this.changes.emit();
    }, SOON_MS);
  }
}
