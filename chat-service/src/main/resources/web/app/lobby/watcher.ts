import type { ConfabClient, RoomListener, RoomSubscription, ServerFrame, StreamEvent } from '../client';
import type { RoomDirectory } from './directory';
import { isConversation } from './naming';

/** A connection has a limit of rooms, and whoever follows hundreds looks at the newest. */
const MAX_WATCHED = 40;
/** What one question may name. */
const MAX_PEOPLE = 200;
/** Rooms that are joined one after the other are asked for together. */
const SOON_MS = 300;

/**
 * Watches the rooms that concern this user without being in them: what is said there moves the list and its numbers at
 * once, and after an interruption each message that was missed is counted once. While the list of all rooms is on screen,
 * the first of the others in it are watched too, and the server tells how many people are in them. Who of the people in
 * conversations is online it tells all the while. The room that is open is joined by its page and not watched meanwhile.
 */
export class RoomWatcher {
  readonly #watched = new Map<string, RoomSubscription>();
  /** Rooms of the list that this user may not watch, such as one from which they are banned: not asked for again and again. */
  readonly #refused = new Set<string>();
  #timer: number | null = null;
  /** What was asked for on this connection; `null` for nothing. */
  #asked: string | null = null;

  constructor(
    private readonly client: ConfabClient,
    private readonly rooms: RoomDirectory,
    private readonly myId: string,
  ) {}

  start(): void {
    const { client, rooms } = this;
    rooms.followed.watch(() => this.arrange());
    rooms.shown.watch(() => this.arrange());
    rooms.rooms.watch(() => {
      if (rooms.shown.value) {
        this.#arrange();
      }
      this.#lookSoon();
    });
    client.online.on(({ user, online }) => rooms.came(user.id, online));
    client.connection.state.watch((state) => {
      this.#asked = null;
      if (state.name === 'ready') {
        this.#lookSoon();
      }
    });
  }

  /** To be called when a page has left its room as well. */
  arrange(): void {
    this.#refused.clear();
    this.#arrange();
  }

  #arrange(): void {
    const wanted = this.#wanted();
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
    this.#lookSoon();
  }

  #wanted(): ReadonlySet<string> {
    const { followed, rooms, shown } = this.rooms;
    const others = shown.value ? rooms.value.filter((room) => !isConversation(room)).map(({ name }) => name) : [];
    const names = [...new Set([...followed.value, ...others])].filter((name) => !this.#refused.has(name));
    return new Set(names.slice(0, MAX_WATCHED));
  }

  #lookSoon(): void {
    this.#timer ??= window.setTimeout(() => {
      this.#timer = null;
      void this.#look();
    }, SOON_MS);
  }

  /** Asks for what the list shows, if that is something else than before. */
  async #look(): Promise<void> {
    const { client, rooms } = this;
    if (client.connection.state.value.name !== 'ready') {
      return;
    }
    const watched = rooms.shown.value ? [...this.#watched].filter(([, { joined }]) => joined.value).map(([room]) => room) : [];
    const people = [...rooms.partners].slice(0, MAX_PEOPLE);
    const asked = JSON.stringify([[...watched].sort(), [...people].sort()]);
    if (asked === this.#asked || (this.#asked === null && watched.length + people.length === 0)) {
      return;
    }
    this.#asked = asked;
    try {
      const now = await client.look(watched, people);
      if (this.#asked === asked) {
        Object.entries(now.rooms).forEach(([room, count]) => rooms.online(room, count));
        rooms.here(now.people);
      }
    } catch {
      // Lost with the connection, and asked again on the next one; or refused, and then the list does without.
      return;
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
        this.#lookSoon();
      },
      onEnded: () => {
        this.#watched.delete(room);
        this.#refused.add(room);
        this.rooms.soon();
      },
      onTyping: ignore,
      onPresence: ignore,
      onPush: (frame) => this.#counted(room, frame),
    };
  }

  #counted(room: string, frame: ServerFrame): void {
    const count = frame['count'];
    if (frame.type === 'presence' && typeof count === 'number') {
      this.rooms.online(room, count);
    }
  }

  #happened(room: string, event: StreamEvent): void {
    const counts = event.kind === 'message.posted' && !event.data['thread'] && event.data['deleted'] !== true;
    if (counts) {
      this.rooms.message(room, event, event.user?.id !== this.myId && this.rooms.follows(room));
    } else {
      this.rooms.event(event);
    }
  }
}
