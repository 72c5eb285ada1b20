import { reportsOf } from '../../api/moderation';
import { Signal } from '../../client';
import type { RoomStore } from '../model/store';
import { moderates, type Reader } from '../reader';
import { reported } from './reportCard';

/**
 * How many messages wait for a decision, for those who moderate the room; for everybody else there are none. No event
 * tells of reports, which are nobody else's affair: whoever looks asks again.
 */
export class OpenReports {
  readonly count = new Signal(0);

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

  /** Without an answer the number stays what it was: the list itself says what is wrong. */
  async load(): Promise<void> {
    const { kind } = this.reader.facts();
    if (kind === 'direct' || !moderates(this.reader)) {
      this.count.set(0);
      return;
    }
    const page = await reportsOf(this.reader.room, 'open').catch(() => null);
    if (page !== null) {
      this.count.set(reported(page.items).length);
    }
  }
}
