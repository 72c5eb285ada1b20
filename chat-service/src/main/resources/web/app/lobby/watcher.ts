import type { ConfabClient, RoomListener, RoomSubscription, StreamEvent } from '../client';
import type { RoomDirectory } from './directory';

/** A connection has a limit of rooms, and whoever follows hundreds looks at the newest. */
const MAX_WATCHED = 40;

/**
 * Watches the rooms that concern this user without being in them: what is said there moves the list and its numbers at
 * once, and after an interruption each message that was missed is counted once. The room that is open is joined by its
 * page and not watched meanwhile.
 */
export class RoomWatcher {
  readonly #watched = new Map<string, RoomSubscription>();

  constructor(
    private readonly client: ConfabClient,
    private readonly rooms: RoomDirectory,
    private readonly myId: string,
  ) {}

  start(): void {
    this.rooms.followed.watch(() => this.arrange());
  }

  /** To be called when a page has left its room as well. */
  arrange(): void {
    const wanted = new Set(this.rooms.followed.value.slice(0, MAX_WATCHED));
    for (const [room, subscription] of this.#watched) {
      if (this.client.room(room) !== subscription) {
        this.#watched.delete(room);
      } else if (!wanted.has(room)) {
        this.#watched.delete(room);
        subscription.close();
      }
    }
    for (const room of wanted) {
      if (!this.client.room(room)) {
        this.#watched.set(room, this.client.watch(room, this.#listener(room)));
      }
    }
  }

  #listener(room: string): RoomListener {
    const ignore = (): void => undefined;
    return {
      onEvent: (event) => this.#happened(room, event),
      onReset: () => void this.rooms.refresh(),
      onJoined: () => {
        const top = this.#watched.get(room)?.position?.seq ?? 0;
        if (top > (this.rooms.get(room)?.lastSeq ?? 0)) {
          this.rooms.soon();
        }
      },
      onEnded: () => {
        this.#watched.delete(room);
        this.rooms.soon();
      },
      onTyping: ignore,
      onPresence: ignore,
      onPush: ignore,
    };
  }

  #happened(room: string, event: StreamEvent): void {
    const counts = event.kind === 'message.posted' && !event.data['thread'] && event.data['deleted'] !== true;
    if (counts) {
      this.rooms.message(room, event, event.user?.id !== this.myId);
    } else {
      this.rooms.event(event);
    }
  }
}
