import { ApiError } from '../api/http';
import type { RoomSummary } from '../api/rooms';
import type { Outgoing, StreamEvent, TypingPush, Unsubscribe, UserRef } from '../client';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { openMenu, type MenuItem } from '../dom/menu';
import { searchPath } from '../frame/router';
import type { Page, Session } from '../frame/session';
import { toast } from '../frame/toast';
import { bell } from '../notifications/bell';
import { Banner } from './banner';
import { commands } from './commands';
import { Composer, type Written } from './composer';
import { showProgress } from './files/attachmentList';
import { ComposerFiles } from './files/composerFiles';
import { membersSection } from './members';
import { MessageLog } from './messageLog';
import { ReceiptLoader } from './receipts';
import { firstUnread, presence, trimmed } from './model/pages';
import { PendingList } from './pendingList';
import { PeoplePanel } from './peoplePanel';
import type { Reader } from './reader';
import { ReadTracker } from './readTracker';
import { RoomHead } from './roomHead';
import { RoomPanels } from './roomPanels';
import { RoomSync, type SyncListener } from './roomSync';
import { openScheduled, scheduledNote } from './sendLater';
import { Sending } from './sending';
import { TypingLine, TypingSender } from './typing';

const DEFAULT_MAX_LENGTH = 1_000;
const JUMP_PAGE = 200;
const JUMP_PAGES = 10;
/** The name that guests share; nobody has an account of that name. */
const GUEST = 'Anonymous';

/** One room: what is shown follows from the state that `RoomSync` keeps. */
export class RoomPage implements Page, SyncListener {
  readonly element: HTMLElement;
  readonly #sync: RoomSync;
  readonly #act: Reader;
  readonly #head: RoomHead;
  readonly #log: MessageLog;
  readonly #pending: PendingList;
  readonly #people: PeoplePanel;
  readonly #panels: RoomPanels;
  readonly #sending: Sending;
  readonly #members: HTMLElement = h('div');
  readonly #banner = new Banner();
  readonly #typingLine = new TypingLine();
  readonly #typing = new TypingSender((typing) => this.#sync.subscription?.typing(typing));
  readonly #composer: Composer;
  readonly #reader: ReadTracker;
  readonly #receipts: ReceiptLoader;
  readonly #unsubscribe: Unsubscribe[] = [];
  #known: readonly UserRef[] = [];
  #notices = 0;
  #disposed = false;

  constructor(
    private readonly session: Session,
    private readonly room: string,
  ) {
    this.#sync = new RoomSync(session, room, this);
    const { store } = this.#sync;
    this.#act = commands(room, session.me, store, {
      reply: (message) => this.#composer.reply(message),
      openThread: (id) => this.#panels.openThread(id),
      whisper: (usernames) => this.#composer.whisper(usernames),
      markedUnread: (seq) => this.#markedUnread(seq),
    });
    this.#sending = new Sending(session, this.#act, this.#banner, () => this.#composer);
    this.#log = new MessageLog(this.#act, (before) => this.#sync.older(before));
    this.#pending = new PendingList(this.#log.tail, session.me, session.outbox, room, null, (time) =>
      this.#log.continues(session.me.id, time),
    );
    this.#people = new PeoplePanel(session.me.id, (count) => this.#counted(count), this.#members);
    this.#reader = new ReadTracker(
      this.#log,
      () => this.#sync.subscription?.position?.seq ?? 0,
      (seq) => this.#markRead(seq),
      (reading) => {
        session.rooms.reading = reading ? room : null;
      },
    );
    this.#receipts = new ReceiptLoader(room, store);
    this.#composer = new Composer(`Message ${this.title}`, session.drafts.get(room), () => this.#maxLength(), {
      onTyped: () => this.#typing.typed(),
      onPaused: () => this.#typing.stop(),
      onSend: (written) => this.#send(written),
      onDraft: (draft) => session.drafts.set(room, null, draft),
      people: () => this.#mentionable(),
      onEditLast: () => this.#log.editLast(),
      files: new ComposerFiles(room),
      menu: (anchor) => openMenu(anchor, 'More ways to send', this.#sending.menu(this.#mentionable())),
    });
    const news = session.inbox && bell(session.inbox);
    const later = scheduledNote(room, session.scheduled);
    this.#head = new RoomHead(room, session.me.id, () => this.#roomMenu(), this.#pinsButton(), this.#people.button, news?.element);
    const body = h(
      'div',
      { class: 'room-body' },
      h(
        'section',
        { class: 'conversation', 'aria-label': 'Conversation' },
        this.#banner.element,
        this.#log.element,
        h('div', { class: 'room-foot' }, this.#typingLine.element, later.element, this.#composer.element),
      ),
      this.#people.element,
    );
    this.#panels = new RoomPanels(body, session, store, this.#act, {
      maxLength: () => this.#maxLength(),
      people: () => this.#mentionable(),
      send: (draft, threadId, attachments) => this.#sending.say(draft, threadId, attachments),
      barred: () => this.#barred(),
    });
    this.element = h('div', { class: 'room' }, this.#head.element, body);
    this.#unsubscribe.push(
      later.dispose,
      store.changes.on((state) => {
        this.#log.show(state);
        this.#head.show(state.facts);
        this.#composer.bar(this.#barred());
        this.#composer.label(`Message ${this.#act.title()}`);
      }),
      ...(news ? [news.dispose] : []),
    );
  }

  get title(): string {
    return this.session.rooms.nameOf(this.room);
  }

  shown(): void {
    const { session } = this;
    this.#unsubscribe.push(
      session.outbox.changes.on((message) => this.#outgoing(message)),
      session.router.jumps.on((seq) => void this.#jump(seq)),
      session.client.personal.on((event) => this.#sync.personal(event)),
      session.drafts.changes.on(({ room, threadId, text }) => {
        if (room === this.room && threadId === null) {
          this.#composer.replace(text);
        }
      }),
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
    this.#panels.dispose();
    this.#reader.dispose();
    this.#sync.dispose();
    this.session.watcher.arrange();
    this.#people.dispose();
    this.#log.dispose();
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe());
  }

  async #open(): Promise<void> {
    try {
      await this.#sync.open();
    } catch (error) {
      if (!this.#disposed) {
        this.#failed(error);
      }
    }
  }

  opened(room: RoomSummary): void {
    this.session.rooms.put(room);
    if (room.visibility === 'private') {
      this.#members.replaceChildren(membersSection(room.name, this.session.me, (members) => (this.#known = members)));
    }
    this.#sync.store.update((state) => ({ ...state, unreadFrom: firstUnread(state, room.unread) }));
    this.#pending.render();
    this.#receipts.load();
    this.#reader.start();
    const target = this.session.router.takeTarget();
    if (target !== null) {
      void this.#jump(target);
    }
  }

  /** Shows a message of this room, however far back, within reason; one that belongs to a thread in its thread. */
  async #jump(seq: number): Promise<void> {
    for (let pages = 0; !this.#log.reveal(seq); pages++) {
      const { answers, firstSeq, hasMore } = this.#sync.store.state;
      const root = answers.get(seq);
      if (root !== undefined) {
        this.#panels.openThread(root, seq);
        return;
      }
      if (!hasMore || firstSeq === null || firstSeq <= seq || pages === JUMP_PAGES) {
        toast('That message is too far back to be shown here.');
        return;
      }
      await this.#sync.older(firstSeq, JUMP_PAGE);
      if (this.#disposed || this.#sync.store.state.firstSeq === firstSeq) {
        return;
      }
    }
    if (window.matchMedia('(max-width: 68rem)').matches) {
      this.#panels.close();
      this.#log.reveal(seq);
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

  #pinsButton(): HTMLElement {
    return h(
      'button',
      { type: 'button', class: 'icon-button room-pins', 'aria-label': 'Pinned messages', title: 'Pinned messages', on: { click: () => this.#panels.openPins() } },
      icon('pin'),
    );
  }

  #roomMenu(): readonly (MenuItem | null)[] {
    return [
      { icon: 'pin', label: 'Pinned messages', act: () => this.#panels.openPins() },
      { icon: 'thread', label: 'Threads you follow', act: () => this.#panels.openThreads() },
      { icon: 'search', label: 'Search in this room', act: () => this.session.router.go(searchPath('', this.room)) },
      { icon: 'clock', label: 'Scheduled messages', act: () => openScheduled(this.session.scheduled) },
    ];
  }

  /** Why nothing can be written here; `null` where something can. */
  #barred(): string | null {
    const { closed, role } = this.#sync.store.state.facts;
    return closed ? 'This room is closed: it can be read, and nothing more is said in it.' : role === 'read_only' && !this.#act.staff ? 'You can read along here, but not write.' : null;
  }

  #send({ whisperTo, attachments, ...draft }: Written): boolean {
    this.#typing.stop();
    if (whisperTo.length > 0) {
      void this.#sending.whisper(whisperTo, draft.text);
      return true;
    }
    const sent = this.#sending.say(draft, null, attachments);
    if (sent) {
      this.#sync.store.update((state) => ({ ...state, unreadFrom: null }));
      this.#log.toBottom();
    }
    return sent;
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

  joined(): void {
    void this.session.outbox.flush(this.room);
    this.#reader.resend();
  }

  happened(event: StreamEvent): void {
    if (event.kind === 'message.posted' || event.kind === 'announcement.posted') {
      this.#posted(event);
    } else {
      this.session.rooms.event(event);
    }
    this.#panels.happened(event);
    this.#reader.check();
  }

  #posted(event: StreamEvent): void {
    const { store } = this.#sync;
    const { user, clientMessageId } = event;
    const own = user?.id === this.session.me.id;
    const threaded = Boolean(event.data['thread']);
    if (own && clientMessageId !== undefined) {
      this.session.outbox.remove(clientMessageId);
    }
    store.update((state) => {
      const unreadFrom = !own && !threaded && !this.#reader.reading ? (state.unreadFrom ?? event.seq) : state.unreadFrom;
      return this.#log.atBottom.value ? trimmed({ ...state, unreadFrom }) : { ...state, unreadFrom };
    });
    if (user) {
      this.#typingLine.set(user, false);
    }
    this.#pending.render();
    if (!threaded) {
      this.session.rooms.message(this.room, event, !own && !this.#reader.reading);
    }
  }

  reloaded(): void {
    this.#panels.reload();
    this.#receipts.load();
  }

  progress(attachmentId: unknown, percent: unknown): void {
    showProgress(this.element, attachmentId, percent);
  }

  typing({ user, typing }: TypingPush): void {
    if (user.id !== this.session.me.id) {
      this.#typingLine.set(user, typing);
    }
  }

  present(people: readonly UserRef[]): void {
    this.#people.show(people);
  }

  presence(user: UserRef, online: boolean): void {
    if (this.#people.change(user, online) && user.id !== this.session.me.id) {
      this.#sync.store.update((state) => presence(state, user, online, `presence-${(this.#notices += 1)}`, new Date()));
    }
    if (!online) {
      this.#typingLine.set(user, false);
    }
  }

  ended(code: string, message: string): void {
    const gone = /^(removed_from_room|kicked_from_room|banned_from_room|room_deleted|room_not_found|forbidden)$/.test(code);
    this.#close(gone ? 'You are no longer in this room' : 'This room was closed', message);
    if (gone) {
      this.session.rooms.remove(this.room);
    }
    void this.session.rooms.refresh();
  }

  failed(problem: string): void {
    this.#banner.show(problem);
  }

  #markedUnread(seq: number): void {
    this.#reader.pause();
    this.#sync.store.update((state) => ({ ...state, unreadFrom: seq }));
    void this.session.rooms.refresh();
  }

  #markRead(seq: number): void {
    this.session.rooms.read(this.room, seq);
    // One that is lost with the connection is said again after the next join.
    this.#sync.subscription?.seen(seq);
  }

  #counted(count: number): void {
    // The panel counts while this page is being built.
    queueMicrotask(() => this.#head.online(count));
    if (count > 0) {
      this.session.rooms.online(this.room, count);
    }
  }

  #maxLength(): number {
    const state = this.session.client.connection.state.value;
    return state.name === 'ready' ? state.welcome.limits.maxMessageLength : DEFAULT_MAX_LENGTH;
  }
}
