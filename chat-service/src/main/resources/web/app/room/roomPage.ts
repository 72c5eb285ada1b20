import { ApiError } from '../api/http';
import type { RoomSummary } from '../api/rooms';
import type { Outgoing, StreamEvent, TypingPush, Unsubscribe, UserRef } from '../client';
import { h } from '../dom/element';
import { openMenu } from '../dom/menu';
import type { Page, Session } from '../frame/session';
import { bell } from '../notifications/bell';
import { openConversation } from '../people/newConversation';
import { Banner } from './banner';
import { commands } from './commands';
import { Composer, type Written } from './composer';
import { endingOf, endingPage, isGone, refusalOf } from './ending';
import { showProgress } from './files/attachmentList';
import { ComposerFiles } from './files/composerFiles';
import { jump } from './jump';
import { MessageLog } from './messageLog';
import { ReceiptLoader } from './receipts';
import { firstUnread, trimmed } from './model/pages';
import { PendingList } from './pendingList';
import { Crowd } from './people/crowd';
import { barred, type Reader } from './reader';
import { ReadTracker } from './readTracker';
import { OpenReports } from './reports/openReports';
import { pinsButton, RoomHead } from './roomHead';
import { isMuted, roomMenu } from './roomMenu';
import { RoomPanels } from './roomPanels';
import { RoomSync, type SyncListener } from './roomSync';
import { scheduledNote } from './sendLater';
import { Sending } from './sending';
import { TypingSender } from './typing';

/** One room: what is shown follows from the state that `RoomSync` keeps. */
export class RoomPage implements Page, SyncListener {
  readonly element: HTMLElement;
  readonly #sync: RoomSync;
  readonly #act: Reader;
  readonly #head: RoomHead;
  readonly #log: MessageLog;
  readonly #pending: PendingList;
  readonly #people: Crowd;
  readonly #panels: RoomPanels;
  readonly #sending: Sending;
  readonly #reports: OpenReports;
  readonly #banner = new Banner();
  readonly #typing = new TypingSender((typing) => this.#sync.subscription?.typing(typing));
  readonly #composer: Composer;
  readonly #reader: ReadTracker;
  readonly #receipts: ReceiptLoader;
  readonly #unsubscribe: Unsubscribe[] = [];
  /** Opening a room reads it anew, also where it was marked as unread; from then on it is told what was seen. */
  #read = false;
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
      converse: (username) => openConversation(session, [username]),
      markedUnread: (seq) => this.#markedUnread(seq),
    });
    this.#sending = new Sending(session, this.#act, this.#banner, () => this.#composer);
    this.#log = new MessageLog(this.#act, (before) => this.#sync.older(before));
    this.#pending = new PendingList(this.#log.tail, session.me, session.outbox, room, null, (time) =>
      this.#log.continues(session.me.id, time),
    );
    this.#reports = new OpenReports(this.#act, store, session.client);
    this.#people = new Crowd(session, this.#act, store, (count) => this.#head.online(count), () => this.#panels.openMembers());
    this.#reader = new ReadTracker(
      this.#log,
      () => this.#sync.subscription?.position?.seq ?? 0,
      (seq) => this.#markRead(seq),
      (reading) => {
        session.rooms.reading = reading ? room : null;
      },
    );
    this.#receipts = new ReceiptLoader(room, store);
    this.#composer = new Composer(`Message ${this.title}`, session.drafts.get(room), () => this.#sending.maxLength(), {
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
    this.#head = new RoomHead(
      room,
      session.me.id,
      this.title,
      (anchor) => roomMenu(anchor, this.#act, session, this.#panels, this.#reports.count.value),
      pinsButton(() => this.#panels.openPins()),
      this.#people.panel.button,
      news?.element,
    );
    const body = h(
      'div',
      { class: 'room-body' },
      h(
        'section',
        { class: 'conversation', 'aria-label': 'Conversation' },
        this.#banner.element,
        this.#log.element,
        h('div', { class: 'room-foot' }, this.#people.typingLine.element, later.element, this.#composer.element),
      ),
      this.#people.panel.element,
    );
    this.#panels = new RoomPanels(body, session, store, this.#act, {
      maxLength: () => this.#sending.maxLength(),
      people: () => this.#mentionable(),
      send: (draft, threadId, attachments) => this.#sending.say(draft, threadId, attachments),
      barred: () => barred(this.#act),
      roster: this.#people.roster,
      decided: () => void this.#reports.load(),
    });
    this.element = h('div', { class: 'room' }, this.#head.element, body);
    this.#unsubscribe.push(
      later.dispose,
      this.#reports.count.watch((count) => this.#head.reported(count)),
      this.#reports.changes.on(() => this.#panels.reported()),
      store.changes.on((state) => {
        this.#log.show(state);
        this.#head.show(state.facts);
        this.#composer.bar(barred(this.#act));
        if (state.facts.known) {
          this.#composer.label(`Message ${this.#act.title()}`);
          this.#composer.more(true);
        }
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
      session.router.jumps.on((seq) => void this.#jumpTo(seq)),
      session.client.personal.on((event) => this.#sync.personal(event)),
      session.rooms.rooms.watch(() => this.#head.mute(isMuted(session, this.room))),
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
    this.#panels.dispose();
    this.#reports.dispose();
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
    this.#people.opened();
    this.#sync.store.update((state) => ({ ...state, unreadFrom: firstUnread(state, room.unread) }));
    this.#pending.render();
    this.#receipts.load();
    this.#reader.start();
    const target = this.session.router.takeTarget();
    if (target !== null) {
      void this.#jumpTo(target);
    }
  }

  #jumpTo(seq: number): Promise<void> {
    return jump(seq, this.#sync, this.#log, this.#panels);
  }

  #mentionable(): UserRef[] {
    return this.#people.mentionable(this.#log.authors);
  }

  #failed(error: unknown): void {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    this.#close(endingPage(refusalOf(error), () => this.#openAgain()));
  }

  #close(page: HTMLElement): void {
    this.element.replaceChildren(page);
    page.querySelector('h1')?.focus();
  }

  /** As if the page had just been gone to. */
  #openAgain(): void {
    this.session.router.path.set('');
    this.session.router.go(location.pathname);
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
    if (message.room === this.room) {
      this.#pending.render();
      this.#sending.outgoing(message);
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
    this.#people.happened(event);
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
      this.#people.typingLine.set(user, false);
    }
    this.#pending.render();
    if (!threaded) {
      this.session.rooms.message(this.room, event, !own && !this.#reader.reading);
    }
  }

  reloaded(): void {
    this.#people.roster.soon();
    void this.#reports.load();
    this.#panels.reload();
    this.#receipts.load();
  }

  progress(attachmentId: unknown, percent: unknown): void {
    showProgress(this.element, attachmentId, percent);
  }

  typing(push: TypingPush): void {
    this.#people.typing(push);
  }

  present(people: readonly UserRef[]): void {
    this.#people.panel.show(people);
  }

  presence(user: UserRef, online: boolean): void {
    this.#people.presence(user, online);
  }

  ended(code: string, message: string): void {
    this.#panels.dispose();
    this.#close(endingPage(endingOf(code, message, this.#sync.store.state.facts), () => this.#openAgain()));
    if (isGone(code)) {
      this.session.rooms.remove(this.room);
    }
    void this.session.rooms.refresh();
  }

  failed(problem: string): void {
    this.#banner.show(problem);
  }

  #markedUnread(seq: number): void {
    this.#reader.pause();
    this.#sync.subscription?.unsee();
    this.#sync.store.update((state) => ({ ...state, unreadFrom: seq }));
    void this.session.rooms.refresh();
  }

  #markRead(seq: number): void {
    this.session.rooms.read(this.room, seq);
    // What is lost with the connection is said again after the next join.
    if (this.#read) {
      this.#sync.subscription?.seen(seq);
    } else {
      this.#sync.subscription
        ?.read(seq)
        .then(() => (this.#read = true))
        .catch(() => undefined);
    }
  }
}
