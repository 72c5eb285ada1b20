import { receipts } from '../api/messages';
import { lastOwn, seen } from './model/pages';
import type { RoomStore } from './model/store';

/** Asks who has read this user's newest message in a conversation; what happens later comes as receipts of the room. */
export class ReceiptLoader {
  constructor(
    private readonly room: string,
    private readonly store: RoomStore,
  ) {}

  load(): void {
    const own = lastOwn(this.store.state);
    if (own && this.store.state.facts.kind !== 'channel') {
      receipts(this.room, own.messageId)
        .then(({ items }) =>
          this.store.update((state) => items.reduce((next, reader) => seen(next, reader, own.seq), state)),
        )
        // Without it the next receipt tells.
        .catch(() => undefined);
    }
  }
}
