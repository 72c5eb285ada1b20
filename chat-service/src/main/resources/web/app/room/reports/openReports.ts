import { reportsOf } from '../../api/moderation';
import type { RoomStore } from '../model/store';
import { moderates, type Reader } from '../reader';
import { reported } from './reportCard';

/** How many messages wait for a decision, for those who moderate the room; for everybody else there are none. */
export class OpenReports {
  #count = 0;

  constructor(
    private readonly reader: Reader,
    store: RoomStore,
  ) {
    let asked = false;
    store.changes.on(() => {
      if (moderates(reader) !== asked) {
        asked = !asked;
        void this.load();
      }
    });
  }

  get count(): number {
    return this.#count;
  }

  /** Without an answer the number stays what it was: the list itself says what is wrong. */
  async load(): Promise<void> {
    const { kind } = this.reader.facts();
    if (kind === 'direct' || !moderates(this.reader)) {
      this.#count = 0;
      return;
    }
    const page = await reportsOf(this.reader.room, 'open').catch(() => null);
    this.#count = page === null ? this.#count : reported(page.items).length;
  }
}
