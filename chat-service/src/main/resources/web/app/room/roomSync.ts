import { ApiError } from '../api/http';
import { history, asidesOf } from '../api/messages';
import { openRoom, type RoomSummary } from '../api/rooms';
import type { PresencePush, RoomListener, RoomSubscription, ServerFrame, StreamEvent, TypingPush, UserRef } from '../client';
import type { Session } from '../frame/session';
import { storedAnnouncement, storedWhisper, textOf, userOf, whisperOf } from './model/line';
import { asides, loaded, older, seen, withoutWhispers } from './model/pages';
import { reduce } from './model/reduce';
import { emptyRoom, factsOf } from './model/state';
import { RoomStore } from './model/store';

const HISTORY_PAGE = 50;

/** What the page does besides showing the state. */
export interface SyncListener {
  opened(room: RoomSummary): void;
  joined(): void;
  /** After the state has taken the event. */
  happened(event: StreamEvent): void;
  /** Everything was loaded anew. */
  reloaded(): void;
  typing(push: TypingPush): void;
  /** How far an image is that somebody has sent. */
  progress(attachmentId: unknown, percent: unknown): void;
  presence(user: UserRef, online: boolean): void;
  present(people: readonly UserRef[]): void;
  ended(code: string, message: string): void;
  failed(problem: string): void;
}

/**
 * Keeps the state of a room's page true: history first, then the live stream from exactly where the history ends; and
 * history anew where the stream could not be continued.
 */
export class RoomSync implements RoomListener {
  readonly store: RoomStore;
  #subscription: RoomSubscription | null = null;
  /** Events that arrive while the history is being loaded anew; `null` when it is not. */
  #held: StreamEvent[] | null = null;
  /** Comings and goings since the list of people was asked for, which may be older than they are; `null` when it was not. */
  #comings: PresencePush[] | null = null;
  #disposed = false;

  constructor(
    private readonly session: Session,
    private readonly room: string,
    private readonly listener: SyncListener,
  ) {
    this.store = new RoomStore(emptyRoom(session.me.id));
  }

  get subscription(): RoomSubscription | null {
    return this.#subscription;
  }

  /** Whether the page has been left. */
  get disposed(): boolean {
    return this.#disposed;
  }

  /** Rejects with `ApiError` when the room is not to be had. */
  async open(): Promise<void> {
    const room = await openRoom(this.room);
    const page = await history(this.room, null, HISTORY_PAGE);
    if (this.#disposed) {
      return;
    }
    this.store.update((state) => loaded({ ...state, facts: factsOf(room) }, page));
    this.listener.opened(room);
    void this.#asides();
    this.#subscription = this.session.client.join(this.room, { epoch: page.epoch, seq: this.store.state.lastSeq }, this);
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscription?.close();
  }

  async older(before: number, limit = HISTORY_PAGE): Promise<void> {
    try {
      const page = await history(this.room, before, limit);
      if (!this.#disposed) {
        this.store.update((state) => older(state, page));
      }
    } catch (error) {
      this.listener.failed(error instanceof ApiError ? error.message : 'Older messages could not be loaded.');
    }
  }

  /** What the personal stream says of whispers, if it belongs here. */
  personal(event: StreamEvent): void {
    const { kind, data } = event;
    if (data['room'] !== this.room) {
      return;
    }
    const whisper = kind === 'message.whispered' ? whisperOf(event) : null;
    if (whisper) {
      this.store.update((state) => asides(state, [whisper]));
    }
    if (kind === 'whispers.deleted' && Array.isArray(data['messageIds'])) {
      const gone = new Set(data['messageIds'].map(textOf));
      this.store.update((state) => withoutWhispers(state, gone));
    }
  }

  onJoined(): void {
    this.listener.joined();
    const comings: PresencePush[] = [];
    this.#comings = comings;
    this.#subscription
      ?.presence()
      .then((present) => {
        present.users.forEach(({ id, status }) => this.session.statuses.hear(id, status));
        this.listener.present(present.users);
        comings.forEach(({ user, online }) => this.listener.presence(user, online));
      })
      // Lost with the connection: asked again after the next join.
      .catch(() => undefined)
      .finally(() => {
        if (this.#comings === comings) {
          this.#comings = null;
        }
      });
  }

  onEvent(event: StreamEvent): void {
    if (this.#held) {
      this.#held.push(event);
      return;
    }
    this.store.update((state) => reduce(state, event));
    this.listener.happened(event);
  }

  onReset(): void {
    if (!this.#held) {
      this.#held = [];
      void this.#reload();
    }
  }

  onTyping(push: TypingPush): void {
    this.listener.typing(push);
  }

  onPresence(push: PresencePush): void {
    this.#comings?.push(push);
    this.listener.presence(push.user, push.online);
  }

  onPush(frame: ServerFrame): void {
    const user = userOf(frame['user']);
    const seq = frame['seq'];
    if (frame.type === 'progress') {
      this.listener.progress(frame['attachmentId'], frame['percent']);
    }
    if (frame.type === 'receipt' && user && typeof seq === 'number') {
      this.store.update((state) => seen(state, user, seq));
    }
  }

  onEnded(code: string, message: string): void {
    this.listener.ended(code, message);
  }

  /** Without them the room is whole but for what was announced and whispered before. */
  async #asides(): Promise<void> {
    try {
      const { announcements, whispers } = await asidesOf(this.room);
      this.store.update((state) => asides(state, [...announcements.map(storedAnnouncement), ...whispers.map(storedWhisper)]));
    } catch (error) {
      this.listener.failed(error instanceof ApiError ? error.message : 'Announcements and whispers could not be loaded.');
    }
  }

  async #reload(): Promise<void> {
    try {
      const page = await history(this.room, null, HISTORY_PAGE);
      this.store.update((state) => loaded(state, page));
    } catch (error) {
      this.listener.failed(error instanceof ApiError ? error.message : 'The messages could not be loaded again.');
    }
    void this.#asides();
    const held = this.#held ?? [];
    this.#held = null;
    this.listener.reloaded();
    held.forEach((event) => this.onEvent(event));
  }
}
