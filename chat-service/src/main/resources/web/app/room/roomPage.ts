import { ApiError } from '../api/http';
import { history, openRoom, type History, type RoomSummary, type StoredMessage } from '../api/rooms';
import type {
  Outgoing,
  PresencePush,
  RoomListener,
  RoomSubscription,
  StreamEvent,
  TypingPush,
  Unsubscribe,
  UserRef,
} from '../client';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import type { Draft, Page, Session } from '../frame/session';
import { toast } from '../frame/toast';
import { bell } from '../notifications/bell';
import { Banner } from './banner';
import { Composer } from './composer';
import { membersSection } from './members';
import { postedMessage, quoted, storedMessage } from './message';
import type { Reader } from './messageItem';
import { MessageLog } from './messageLog';
import { Notices } from './notices';
import { PendingList } from './pendingList';
import { PeoplePanel } from './peoplePanel';
import { ReadTracker } from './readTracker';
import { TypingLine, TypingSender } from './typing';

const HISTORY_PAGE = 50;
const DEFAULT_MAX_LENGTH = 1_000;
const JUMP_PAGE = 200;
const JUMP_PAGES = 10;
/** The name that guests share; nobody has an account of that name. */
const GUEST = 'Anonymous';
const EMPTY: Draft = { text: '', replyTo: null };

/** One room: history first, then the live stream from exactly where the history ends. */
export class RoomPage implements Page, RoomListener {
  readonly title: string;
  readonly element: HTMLElement;
  readonly #log: MessageLog;
  readonly #pending: PendingList;
  readonly #notices: Notices;
  readonly #people: PeoplePanel;
  readonly #members: HTMLElement = h('div');
  readonly #banner = new Banner();
  readonly #typingLine = new TypingLine();
  readonly #typing = new TypingSender((typing) => this.#subscription?.typing(typing));
  readonly #composer: Composer;
  readonly #reader: ReadTracker;
  readonly #subtitle = h('p', { class: 'room-subtitle' });
  readonly #glyph = h('span', { class: 'room-glyph' }, icon('hash'));
  readonly #unsubscribe: Unsubscribe[] = [];
  #subscription: RoomSubscription | null = null;
  /** Events that arrive while the history is being loaded anew; `null` when it is not. */
  #held: StreamEvent[] | null = null;
  #known: readonly UserRef[] = [];
  #disposed = false;

  constructor(
    private readonly session: Session,
    private readonly room: string,
  ) {
    this.title = room;
    const reader: Reader = { room, myId: session.me.id, reply: (message) => this.#composer.reply(quoted(message)) };
    this.#log = new MessageLog(reader, (before) => this.#older(before));
    this.#pending = new PendingList(this.#log.tail, session.me, session.outbox, room, (time) =>
      this.#log.continues(session.me.id, time),
    );
    this.#notices = new Notices(this.#log);
    this.#people = new PeoplePanel(session.me.id, (count) => this.#counted(count), this.#members);
    this.#reader = new ReadTracker(
      this.#log,
      () => this.#subscription?.position?.seq ?? 0,
      (seq) => this.#markRead(seq),
      (reading) => {
        session.rooms.reading = reading ? room : null;
      },
    );
    this.#composer = new Composer(room, session.drafts.get(room) ?? EMPTY, () => this.#maxLength(), {
      onTyped: () => this.#typing.typed(),
      onPaused: () => this.#typing.stop(),
      onSend: (draft) => this.#send(draft),
      onDraft: (draft) => session.drafts.set(room, draft),
      people: () => this.#mentionable(),
    });
    const news = session.inbox && bell(session.inbox);
    if (news) {
      this.#unsubscribe.push(news.dispose);
    }
    this.element = h(
      'div',
      { class: 'room' },
      h(
        'header',
        { class: 'room-head' },
        h('a', { class: 'icon-button room-back', href: '/', 'aria-label': 'Back to all rooms' }, icon('back')),
        this.#glyph,
        h('div', { class: 'room-titles' }, h('h1', { tabindex: -1, dir: 'auto' }, room), this.#subtitle),
        this.#people.button,
        news?.element,
      ),
      h(
        'div',
        { class: 'room-body' },
        h(
          'section',
          { class: 'conversation', 'aria-label': 'Conversation' },
          this.#banner.element,
          this.#log.element,
          this.#typingLine.element,
          this.#composer.element,
        ),
        this.#people.element,
      ),
    );
  }

  shown(): void {
    this.#unsubscribe.push(
      this.session.outbox.changes.on((message) => this.#outgoing(message)),
      this.session.router.jumps.on((seq) => void this.#jump(seq)),
    );
    this.#composer.grow();
    if (window.matchMedia('(pointer: fine)').matches) {
      this.#composer.focus();
    } else {
      this.element.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    }
    void this.#open();
  }

  dispose(): void {
    this.#disposed = true;
    this.#typing.stop();
    this.#typingLine.clear();
    this.#reader.dispose();
    this.#subscription?.close();
    this.#people.dispose();
    this.#log.dispose();
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe());
  }

  async #open(): Promise<void> {
    try {
      const room = await openRoom(this.room);
      const page = await history(this.room, null, HISTORY_PAGE);
      if (!this.#disposed) {
        this.#opened(room, page);
      }
    } catch (error) {
      if (!this.#disposed) {
        this.#failed(error);
      }
    }
  }

  #opened(room: RoomSummary, page: History): void {
    this.session.rooms.put(room);
    this.#glyph.replaceChildren(icon(room.visibility === 'private' ? 'lock' : 'hash'));
    if (room.visibility === 'private') {
      this.#members.replaceChildren(membersSection(room.name, this.session.me, (members) => (this.#known = members)));
    }
    this.#log.unreadFrom = firstUnread(page.items, room.unread, this.session.me.id);
    this.#log.prepend(page.items.map(storedMessage), page.hasMore);
    this.#pending.render();
    const seq = page.items.at(-1)?.seq ?? 0;
    this.#subscription = this.session.client.join(this.room, { epoch: page.epoch, seq }, this);
    this.#reader.start();
    const target = this.session.router.takeTarget();
    if (target !== null) {
      void this.#jump(target);
    }
  }

  /** Shows a message of this room, however far back, within reason. */
  async #jump(seq: number): Promise<void> {
    for (let pages = 0; !this.#log.reveal(seq); pages++) {
      const first = this.#log.firstSeq;
      if (!this.#log.hasMore || first === null || first < seq || pages === JUMP_PAGES) {
        toast('That message is too far back to be shown here.');
        return;
      }
      await this.#older(first, JUMP_PAGE);
      if (this.#disposed || this.#log.firstSeq === first) {
        return;
      }
    }
  }

  /** People who are here, members, and who has spoken lately. */
  #mentionable(): UserRef[] {
    const people = new Map<string, UserRef>();
    for (const person of [...this.#people.people, ...this.#known, ...this.#log.authors]) {
      if (person.id !== this.session.me.id && person.username !== GUEST) {
        people.set(person.id, person);
      }
    }
    return [...people.values()];
  }

  #failed(error: unknown): void {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    if (error.status === 404 || error.status === 403) {
      this.#close('This room is not there', 'It does not exist, or it is private and you were not added to it.');
    } else {
      this.#close('The room could not be opened', error.message, () => {
        this.session.router.path.set('');
        this.session.router.go(location.pathname);
      });
    }
  }

  #close(title: string, text: string, retry?: () => void): void {
    const action = retry
      ? h('button', { type: 'button', class: 'button', on: { click: retry } }, 'Try again')
      : h('a', { class: 'button', href: '/' }, 'All rooms');
    this.element.replaceChildren(
      h('div', { class: 'empty empty--page', role: 'alert' }, h('h1', { tabindex: -1 }, title), h('p', { dir: 'auto' }, text), action),
    );
    this.element.querySelector('h1')?.focus();
  }

  async #older(before: number, limit = HISTORY_PAGE): Promise<void> {
    try {
      const page = await history(this.room, before, limit);
      this.#log.prepend(page.items.map(storedMessage), page.hasMore);
    } catch (error) {
      this.#banner.show(error instanceof ApiError ? error.message : 'Older messages could not be loaded.');
    }
  }

  #send({ text, replyTo }: Draft): boolean {
    this.#typing.stop();
    if (!this.session.outbox.add(this.room, { text, ...(replyTo && { replyTo }) })) {
      this.#banner.show('Too many messages wait to be sent already. Wait until some have gone out.');
      return false;
    }
    this.#banner.clear();
    this.#log.unreadFrom = null;
    this.#log.toBottom();
    return true;
  }

  #outgoing(message: Outgoing): void {
    if (message.room !== this.room) {
      return;
    }
    this.#pending.render();
    if (message.state === 'failed') {
      this.#banner.show(`A message was not sent. ${message.problem ?? ''}`);
    } else if (message.problem) {
      this.#banner.show(message.problem);
    } else if (message.state === 'sent') {
      this.#banner.clear();
    }
  }

  onJoined(): void {
    void this.session.outbox.flush(this.room);
    this.#reader.resend();
    this.#subscription
      ?.presence()
      .then((present) => this.#people.show(present.users))
      // Lost with the connection: asked again after the next join.
      .catch(() => undefined);
  }

  onEvent(event: StreamEvent): void {
    if (this.#held) {
      this.#held.push(event);
      return;
    }
    const user = event.data['user'];
    const subject = isUser(user) ? user.username : '';
    switch (event.kind) {
      case 'message.posted':
        this.#posted(event);
        break;
      case 'member.added':
        this.#notices.line(`${subject} was added to the room`);
        break;
      case 'member.removed':
        this.#notices.line(`${subject} was removed from the room`);
        break;
      default:
        break;
    }
  }

  onReset(): void {
    if (this.#held) {
      return;
    }
    this.#held = [];
    void this.#reload();
  }

  onTyping({ user, typing }: TypingPush): void {
    if (user.id !== this.session.me.id) {
      this.#typingLine.set(user, typing);
    }
  }

  onPresence({ user, online }: PresencePush): void {
    const changed = this.#people.change(user, online);
    if (changed && user.id !== this.session.me.id) {
      this.#notices.presence(user, online);
    }
    if (!online) {
      this.#typingLine.set(user, false);
    }
  }

  onPush(): void {}

  onEnded(code: string, message: string): void {
    const gone = code === 'removed_from_room' || code === 'room_deleted' || code === 'room_not_found' || code === 'forbidden';
    this.#close(gone ? 'You are no longer in this room' : 'This room was closed', message);
    if (gone) {
      this.session.rooms.remove(this.room);
    }
    void this.session.rooms.refresh();
  }

  #posted(event: StreamEvent): void {
    const message = postedMessage(event);
    if (!message) {
      return;
    }
    const own = message.user.id === this.session.me.id;
    if (message.clientMessageId !== null && own) {
      this.session.outbox.remove(message.clientMessageId);
    }
    if (!own && !this.#reader.reading && this.#log.unreadFrom === null) {
      this.#log.unreadFrom = message.seq;
    }
    this.#typingLine.set(message.user, false);
    this.#log.append(message);
    this.#pending.render();
    this.session.rooms.message(this.room, event, !own && !this.#reader.reading);
    this.#reader.check();
  }

  async #reload(): Promise<void> {
    try {
      const page = await history(this.room, null, HISTORY_PAGE);
      this.#log.clear();
      this.#log.prepend(page.items.map(storedMessage), page.hasMore);
    } catch (error) {
      this.#banner.show(error instanceof ApiError ? error.message : 'The messages could not be loaded again.');
    }
    const held = this.#held ?? [];
    this.#held = null;
    held.forEach((event) => this.onEvent(event));
  }

  #markRead(seq: number): void {
    this.session.rooms.read(this.room, seq);
    // One that is lost with the connection is said again after the next join.
    this.#subscription?.markRead(seq).catch(() => undefined);
  }

  #counted(count: number): void {
    this.#subtitle.textContent = count === 1 ? '1 person here' : `${count} people here`;
    this.#subtitle.hidden = count === 0;
    if (count > 0) {
      this.session.rooms.online(this.room, count);
    }
  }

  #maxLength(): number {
    const state = this.session.client.connection.state.value;
    return state.name === 'ready' ? state.welcome.limits.maxMessageLength : DEFAULT_MAX_LENGTH;
  }
}

function isUser(value: unknown): value is { username: string } {
  return typeof value === 'object' && value !== null && 'username' in value && typeof value.username === 'string';
}

/** Where the last `unread` messages by others begin. */
function firstUnread(messages: readonly StoredMessage[], unread: number, myId: string): number | null {
  const others = messages.filter((message) => message.user.id !== myId);
  return unread > 0 ? (others.at(-unread) ?? others[0])?.seq ?? null : null;
}
