import { ApiError } from '../api/http';
import { unreadRooms, type UnreadRoom } from '../api/mine';
import { listConversations, listRooms, type RoomSummary } from '../api/rooms';
import { Signal, type StreamEvent } from '../client';
import type { Statuses } from '../people/statuses';
import { displayName, isConversation, partnerOf, provisionalName } from './naming';

/** Bursts of news are fetched together. */
const SOON_MS = 400;

/** A room as one person sees it now. */
export interface ListedRoom extends RoomSummary {
  readonly mentions: number;
  readonly muted: boolean;
  /** Whether the other person of a conversation of two is online. */
  readonly here: boolean;
}

interface Mine {
  readonly mentions: number;
  readonly muted: boolean;
}

/**
 * The rooms this user may see, newest activity first. Fetched when the page opens and when something happened that the
 * list cannot follow by itself; in between the events of the rooms and of the personal stream keep it right.
 */
export class RoomDirectory {
  readonly rooms = new Signal<readonly ListedRoom[]>([]);
  readonly loaded = new Signal(false);
  readonly problem = new Signal<string | null>(null);
  readonly unread = new Signal(0);
  readonly hasMore = new Signal(false);
  /** Whether the list of all rooms is on screen. */
  readonly shown = new Signal(false);
  /** The rooms that are this user's own affair: those whose unread messages are counted. */
  readonly followed = new Signal<readonly string[]>([]);

  readonly #byName = new Map<string, RoomSummary>();
  readonly #mine = new Map<string, Mine>();
  readonly #readUpTo = new Map<string, number>();
  /** The ids of those who are online, of the people in conversations. */
  #here: ReadonlySet<string> = new Set();
  #next: string | null = null;
  #timer = 0;
  #refreshing: Promise<void> | null = null;
  #again = false;
  #reading: string | null = null;

  constructor(
    private readonly myId: string,
    private readonly statuses: Statuses,
  ) {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        void this.refresh();
      }
    });
  }

  /** The list of all rooms is on screen: what it shows of rooms that are nobody's affair here is fetched anew. */
  open(shown: boolean): void {
    this.shown.set(shown);
    if (shown) {
      void this.refresh();
    }
  }

  /** Whether what is said in a room counts as unread for this user. */
  follows(name: string): boolean {
    return this.#mine.has(name);
  }

  /** The ids of the other people of conversations of two, the one in which something happened last first. */
  get partners(): readonly string[] {
    return this.rooms.value.map((room) => partnerOf(room, this.myId)?.id).filter((id) => id !== undefined);
  }

  /** The room whose newest message is in front of the user's eyes: it has nothing unread whatever the server still says. */
  set reading(room: string | null) {
    this.#reading = room;
    this.#publish();
  }

  /** A refresh that is under way is followed by another one: it may have looked before what is asked for. */
  refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#fetch().finally(() => {
      this.#refreshing = null;
      if (this.#again) {
        this.#again = false;
        this.soon();
      }
    });
    return this.#refreshing;
  }

  /** Asks for the list shortly: something happened that it cannot follow by itself. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.refresh(), SOON_MS);
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

  /** What a room is called: conversations by who is in them. */
  nameOf(name: string): string {
    const room = this.#byName.get(name);
    return room ? displayName(room, this.myId) : provisionalName(name);
  }

  put(room: RoomSummary): void {
    this.#hear([room]);
  }

  /** The room is gone, or closed to this user. */
  remove(name: string): void {
    this.#byName.delete(name);
    this.#mine.delete(name);
    this.#publish();
  }

  /** A message that was posted in a room; `unread` whether it counts as such. */
  message(name: string, event: StreamEvent, unread: boolean): void {
    const room = this.#byName.get(name);
    const text = event.data['text'];
    if (room && typeof text === 'string' && event.seq > room.lastSeq) {
      const mentions = event.data['mentions'];
      const meant = event.data['mentionsRoom'] === true || (Array.isArray(mentions) && mentions.some((each) => each?.id === this.myId));
      const mine = this.#mine.get(name);
      if (unread && meant && mine) {
        this.#mine.set(name, { ...mine, mentions: mine.mentions + 1 });
      }
      this.#take([
        {
          ...room,
          lastSeq: event.seq,
          lastActivityAt: event.time,
          lastMessage: { username: event.user?.username ?? '', text, time: event.time },
          unread: room.unread + (unread ? 1 : 0),
        },
      ]);
    } else if (!room) {
      this.soon();
    }
  }

  /** Any other event of a room: what was said last, or counted, may have been edited or deleted. */
  event({ kind }: StreamEvent): void {
    if (kind === 'message.deleted' || kind === 'message.edited' || kind === 'room.updated') {
      this.soon();
    }
  }

  /** An event of the personal stream. */
  personal({ kind, data }: StreamEvent): void {
    const { room, seq, unread, upTo } = data;
    if (typeof room !== 'string') {
      return;
    }
    switch (kind) {
      case 'room.read':
        if (typeof seq === 'number') {
          this.#marked(room, seq, typeof unread === 'number' ? unread : null, typeof upTo === 'number' ? upTo : seq);
        }
        break;
      case 'room.left':
        this.remove(room);
        break;
      case 'room.muted':
      case 'room.unmuted':
        this.#mine.set(room, { mentions: this.#mine.get(room)?.mentions ?? 0, muted: kind === 'room.muted' });
        this.#publish();
        break;
      case 'room.joined':
        this.soon();
        break;
      default:
        break;
    }
  }

  online(name: string, online: number): void {
    this.#change(name, { online });
  }

  /** Those of the people in conversations who are online: all of them, and no others. */
  here(ids: readonly string[]): void {
    this.#here = new Set(ids);
    this.#publish();
  }

  /** One of them came or went. */
  came(id: string, online: boolean): void {
    this.here(online ? [...this.#here, id] : [...this.#here].filter((each) => each !== id));
  }

  /** This page moved the read marker. A list that was fetched before that no longer counts. */
  read(name: string, seq: number): void {
    this.#readUpTo.set(name, Math.max(seq, this.#readUpTo.get(name) ?? 0));
    const room = this.#byName.get(name);
    if (room && seq >= room.lastSeq) {
      this.#byName.set(name, { ...room, unread: 0 });
    }
    this.#publish();
  }

  /** The marker was moved, forwards or back, here or on another device. What came after `upTo` is not in the number. */
  #marked(name: string, seq: number, unread: number | null, upTo: number): void {
    this.#readUpTo.set(name, seq);
    const room = this.#byName.get(name);
    const mine = this.#mine.get(name);
    if (mine) {
      this.#mine.set(name, { ...mine, mentions: unread === 0 ? 0 : mine.mentions });
    }
    if (room && unread !== null) {
      this.#take([{ ...room, unread }]);
    } else {
      this.#publish();
    }
    if (unread !== 0 || !mine || upTo < (room?.lastSeq ?? 0)) {
      this.soon();
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
      // Without marks of its own the list is still a list.
      const [channels, conversations, mine] = await Promise.all([
        listRooms(''),
        listConversations(),
        unreadRooms().catch(() => null),
      ]);
      this.#forgetAllBut([...channels.items, ...conversations.items], !channels.next, !conversations.next);
      if (!this.loaded.value || !channels.next) {
        this.#continueFrom(channels.next);
      }
      this.#hear([...channels.items, ...conversations.items]);
      if (mine) {
        this.#follow(mine.rooms);
      }
      this.problem.set(null);
      this.loaded.set(true);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      this.problem.set(error.message);
    }
  }

  /** What is not in a list that has come to its end is not there any more. */
  #forgetAllBut(listed: readonly RoomSummary[], allChannels: boolean, allConversations: boolean): void {
    const there = new Set(listed.map(({ name }) => name));
    for (const [name, room] of this.#byName) {
      if (!there.has(name) && (isConversation(room) ? allConversations : allChannels)) {
        this.#byName.delete(name);
      }
    }
  }

  #follow(rooms: readonly UnreadRoom[]): void {
    this.#mine.clear();
    rooms.forEach(({ room, mentions, muted }) => this.#mine.set(room, { mentions, muted }));
    this.#publish();
    const activity = (room: string): string => this.#byName.get(room)?.lastActivityAt ?? '';
    const followed = rooms.map(({ room }) => room).sort((a, b) => activity(b).localeCompare(activity(a)));
    if (followed.join('\n') !== this.followed.value.join('\n')) {
      this.followed.set(followed);
    }
  }

  #continueFrom(next: string | null | undefined): void {
    this.#next = next ?? null;
    this.hasMore.set(this.#next !== null);
  }

  /** What the server says now. */
  #hear(rooms: readonly RoomSummary[]): void {
    rooms.forEach(({ members }) => members?.forEach(({ id, status }) => this.statuses.put(id, status ?? null)));
    this.#take(rooms);
  }

  #take(rooms: readonly RoomSummary[]): void {
    for (const room of rooms) {
      this.#byName.set(room.name, room);
    }
    this.#publish();
  }

  #publish(): void {
    const rooms = [...this.#byName.values()]
      .map((room) => this.#listed(room))
      .sort((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt) || a.name.localeCompare(b.name));
    this.rooms.set(rooms);
    this.unread.set(rooms.reduce((sum, room) => sum + (room.muted ? 0 : room.unread), 0));
  }

  #listed(room: RoomSummary): ListedRoom {
    const { mentions, muted } = this.#mine.get(room.name) ?? { mentions: 0, muted: false };
    const partner = partnerOf(room, this.myId);
    const listed = { ...room, mentions, muted, here: partner !== null && this.#here.has(partner.id) };
    return this.#isRead(room) ? { ...listed, unread: 0, mentions: 0 } : listed;
  }

  #isRead(room: RoomSummary): boolean {
    return room.name === this.#reading || (this.#readUpTo.get(room.name) ?? 0) >= room.lastSeq;
  }
}
