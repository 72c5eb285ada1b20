import { ApiError } from '../api/http';
import { listRooms, type RoomSummary } from '../api/rooms';
import { Signal, type StreamEvent } from '../client';

const INTERVAL_MS = { lobby: 5_000, elsewhere: 15_000, hidden: 60_000 } as const;

/**
 * The rooms this user may see, newest activity first. The list is fetched again at intervals (shorter
 * while the lobby is open, longer in a hidden tab); what the open room learns first is merged in at once.
 */
export class RoomDirectory {
  readonly rooms = new Signal<readonly RoomSummary[]>([]);
  readonly loaded = new Signal(false);
  readonly problem = new Signal<string | null>(null);
  readonly unread = new Signal(0);
  readonly hasMore = new Signal(false);

  readonly #byName = new Map<string, RoomSummary>();
  readonly #readUpTo = new Map<string, number>();
  #next: string | null = null;
  #timer = 0;
  #refreshing: Promise<void> | null = null;
  #lobbyOpen = false;
  #reading: string | null = null;

  constructor() {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        void this.refresh();
      }
    });
  }

  set lobbyOpen(open: boolean) {
    this.#lobbyOpen = open;
    if (open) {
      void this.refresh();
    }
  }

  /** The room whose newest message is in front of the user's eyes: it has nothing unread whatever the server still says. */
  set reading(room: string | null) {
    this.#reading = room;
    this.#publish();
  }

  /** Joins a refresh that is under way instead of starting another. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#fetch().finally(() => {
      this.#refreshing = null;
      this.#schedule();
    });
    return this.#refreshing;
  }

  /** Adds the rooms whose name contains the query. */
  async search(query: string): Promise<void> {
    this.#take((await listRooms(query)).items);
  }

  async more(): Promise<void> {
    if (this.#next) {
      const page = await listRooms('', this.#next);
      this.#continueFrom(page.next);
      this.#take(page.items);
    }
  }

  get(name: string): RoomSummary | undefined {
    return this.#byName.get(name);
  }

  put(room: RoomSummary): void {
    this.#take([room]);
  }

  /** The room is gone, or closed to this user. */
  remove(name: string): void {
    this.#byName.delete(name);
    this.#publish();
  }

  message(name: string, event: StreamEvent, unread: boolean): void {
    const room = this.#byName.get(name);
    const text = event.data['text'];
    if (room && typeof text === 'string' && event.seq > room.lastSeq) {
      this.#take([
        {
          ...room,
          lastSeq: event.seq,
          lastActivityAt: event.time,
          lastMessage: { username: event.user?.username ?? '', text, time: event.time },
          unread: room.unread + (unread ? 1 : 0),
        },
      ]);
    }
  }

  online(name: string, online: number): void {
    this.#change(name, { online });
  }

  /** A read marker moved, here or on another device. A list that was fetched before that no longer counts. */
  read(name: string, seq: number): void {
    this.#readUpTo.set(name, Math.max(seq, this.#readUpTo.get(name) ?? 0));
    this.#publish();
    const room = this.#byName.get(name);
    if (room && seq < room.lastSeq) {
      void this.refresh();
    }
  }

  #change(name: string, change: Partial<RoomSummary>): void {
    const room = this.#byName.get(name);
    if (room) {
      this.#take([{ ...room, ...change }]);
    }
  }

  async #fetch(): Promise<void> {
    try {
      const page = await listRooms('');
      if (!page.next) {
        this.#byName.clear();
      }
      if (!this.loaded.value || !page.next) {
        this.#continueFrom(page.next);
      }
      this.#take(page.items);
      this.problem.set(null);
      this.loaded.set(true);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      this.problem.set(error.message);
    }
  }

  #continueFrom(next: string | null | undefined): void {
    this.#next = next ?? null;
    this.hasMore.set(this.#next !== null);
  }

  #take(rooms: readonly RoomSummary[]): void {
    for (const room of rooms) {
      this.#byName.set(room.name, room);
    }
    this.#publish();
  }

  #publish(): void {
    const rooms = [...this.#byName.values()]
      .map((room) => (this.#isRead(room) ? { ...room, unread: 0 } : room))
      .sort((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt) || a.name.localeCompare(b.name));
    this.rooms.set(rooms);
    this.unread.set(rooms.reduce((sum, room) => sum + room.unread, 0));
  }

  #isRead(room: RoomSummary): boolean {
    return room.name === this.#reading || (this.#readUpTo.get(room.name) ?? 0) >= room.lastSeq;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const hidden = document.visibilityState === 'hidden';
    const interval = hidden ? INTERVAL_MS.hidden : this.#lobbyOpen ? INTERVAL_MS.lobby : INTERVAL_MS.elsewhere;
    this.#timer = window.setTimeout(() => void this.refresh(), interval * (0.8 + 0.4 * Math.random()));
  }
}
