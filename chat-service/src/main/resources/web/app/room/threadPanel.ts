import { ApiError } from '../api/http';
import { follow, readThread, thread, type Attachment } from '../api/messages';
import type { Outgoing, Unsubscribe } from '../client';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { KeyedList } from '../dom/keyedList';
import type { Draft } from '../frame/drafts';
import type { Session } from '../frame/session';
import { Composer, type ComposerListener } from './composer';
import { ComposerFiles } from './files/composerFiles';
import { ActionBar, actionKey } from './messageActions';
import { revealed } from './messageLog';
import { MessageView } from './messageView';
import type { Message } from './model/message';
import { threadLoaded } from './model/pages';
import type { ThreadState } from './model/state';
import type { RoomStore } from './model/store';
import { PendingList } from './pendingList';
import type { Reader } from './reader';
import { panelFrame, type SidePanel } from './sidePanel';

const READ_AFTER_MS = 600;
const BOTTOM_SLACK_PX = 48;

export interface ThreadHost {
  readonly session: Session;
  readonly store: RoomStore;
  readonly reader: Reader;
  maxLength(): number;
  people: ComposerListener['people'];
  send(draft: Draft, threadId: string, attachments: readonly Attachment[]): boolean;
  /** Why nothing can be written; `null` where something can. */
  barred(): string | null;
  close(): void;
}

/** A message and the answers to it, apart from the room. */
export class ThreadPanel implements SidePanel {
  readonly element: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #root = h('ol', { class: 'thread-root' });
  readonly #list = h('ol', { class: 'messages' });
  readonly #tail = h('ol', { class: 'pending', 'aria-live': 'off', 'aria-label': 'Answers being sent' });
  readonly #count = h('p', { class: 'thread-count' });
  readonly #problem = h('p', { class: 'panel-problem', role: 'alert', hidden: true });
  readonly #follow: HTMLButtonElement;
  readonly #roots: KeyedList<Message, ThreadLine>;
  readonly #lines: KeyedList<Message, ThreadLine>;
  readonly #bar: ActionBar;
  readonly #pending: PendingList;
  readonly #composer: Composer;
  readonly #unsubscribe: Unsubscribe[] = [];
  readonly #onFocus = (): void => this.#readSoon();
  #told = 0;
  #timer = 0;
  #disposed = false;

  constructor(
    private readonly host: ThreadHost,
    readonly rootId: string,
    /** An answer to point out. */
    private readonly target: number | null,
  ) {
    const { session, reader } = host;
    const { room } = reader;
    this.#bar = new ActionBar(reader);
    const line = (message: Message): ThreadLine => new ThreadLine(message, reader, this.#bar);
    const key = (message: Message): string => message.messageId;
    this.#roots = new KeyedList(this.#root, key, line);
    this.#lines = new KeyedList(this.#list, key, line);
    this.#pending = new PendingList(this.#tail, session.me, session.outbox, room, rootId, () => false);
    this.#follow = h('button', { type: 'button', class: 'button button--small', 'aria-pressed': 'false', hidden: true, on: { click: () => void this.#toggleFollow() } });
    this.#composer = new Composer('Reply in thread', session.drafts.get(room, rootId), () => host.maxLength(), {
      onTyped: () => undefined,
      onPaused: () => undefined,
      onSend: (written) => host.send(written, rootId, written.attachments),
      onDraft: (draft) => session.drafts.set(room, rootId, draft),
      people: () => host.people(),
      onEditLast: () => this.#editLast(),
      files: new ComposerFiles(room),
    });
    this.#scroller = h(
      'div',
      { class: 'panel-scroll', tabindex: 0, 'aria-label': 'Thread', role: 'group', on: { scroll: () => this.#readSoon(), keydown: (event) => this.#key(event) } },
      this.#root,
      this.#count,
      h('div', { role: 'log', 'aria-label': 'Answers' }, this.#list),
      this.#tail,
    );
    this.element = panelFrame('Thread', () => host.close(), [this.#follow], this.#problem, this.#scroller, this.#composer.element);
    this.element.classList.add('panel--thread');
  }

  shown(): void {
    const { session, store, reader } = this.host;
    this.#unsubscribe.push(
      store.changes.on(() => this.#render()),
      session.outbox.changes.on((message: Outgoing) => {
        if (message.threadId === this.rootId) {
          this.#pending.render();
        }
      }),
      session.drafts.changes.on(({ room, threadId, text }) => {
        if (room === reader.room && threadId === this.rootId) {
          this.#composer.replace(text);
        }
      }),
    );
    window.addEventListener('focus', this.#onFocus);
    this.#composer.grow();
    this.#composer.bar(this.host.barred());
    this.#pending.render();
    if (window.matchMedia('(pointer: fine)').matches) {
      this.#composer.focus();
    } else {
      this.element.querySelector('h2')?.focus();
    }
    void this.load();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    window.removeEventListener('focus', this.#onFocus);
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe());
    this.host.store.update((state) => ({ ...state, thread: null }));
  }

  /** Loads the whole thread, for the first time or anew. */
  async load(): Promise<void> {
    try {
      for (let after: number | null = null; !this.#disposed; after = this.#thread?.items.at(-1)?.seq ?? null) {
        const page = await thread(this.host.reader.room, this.rootId, after);
        if (this.#disposed) {
          return;
        }
        this.host.store.update((state) => threadLoaded(state, page, after !== null));
        if (!this.#thread?.hasMore) {
          break;
        }
      }
      this.#problem.hidden = true;
      this.#arrive();
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      this.#problem.textContent = error.message;
      this.#problem.hidden = false;
    }
  }

  get #thread(): ThreadState | null {
    const { thread: open } = this.host.store.state;
    return open?.root.messageId === this.rootId ? open : null;
  }

  #arrive(): void {
    const wanted = this.#lines.items.find((line) => line.view.message.seq === this.target);
    if (wanted) {
      revealed(wanted.element);
    } else {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    }
    this.#readSoon();
  }

  #render(): void {
    const open = this.#thread;
    if (!open) {
      return;
    }
    const atBottom = this.#atBottom();
    this.#roots.show([open.root]);
    this.#lines.show(open.items);
    this.#lines.items.forEach((line, index) => line.follow(this.#lines.items[index - 1] ?? null));
    const count = open.items.filter((message) => !message.deleted).length;
    this.#count.textContent = count === 0 ? 'No replies yet' : count === 1 ? '1 reply' : `${count} replies`;
    this.#follow.hidden = false;
    this.#follow.setAttribute('aria-pressed', String(open.followed));
    this.#follow.replaceChildren(...(open.followed ? [icon('check'), 'Following'] : ['Follow']));
    this.#follow.title = open.followed ? 'You are told of new replies' : 'Be told of new replies';
    this.#pending.render();
    if (atBottom) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
      this.#readSoon();
    }
  }

  #atBottom(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < BOTTOM_SLACK_PX;
  }

  /** What is on screen in a window with the focus is read. */
  #readSoon(): void {
    const newest = this.#thread?.items.at(-1)?.seq ?? 0;
    if (newest > Math.max(this.#told, this.#thread?.readSeq ?? 0) && this.#atBottom() && document.hasFocus()) {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => {
        this.#told = newest;
        // One that is lost is made good by the next.
        readThread(this.host.reader.room, this.rootId, newest).catch(() => (this.#told = 0));
      }, READ_AFTER_MS);
    }
  }

  async #toggleFollow(): Promise<void> {
    const on = !this.#thread?.followed;
    const set = (followed: boolean): void =>
      this.host.store.update((state) => ({ ...state, thread: state.thread && { ...state.thread, followed } }));
    set(on);
    try {
      await follow(this.host.reader.room, this.rootId, on);
    } catch {
      set(!on);
    }
  }

  #editLast(): boolean {
    const own = this.#lines.items.findLast(({ view }) => view.message.user.id === this.host.reader.myId && !view.message.deleted);
    own?.view.startEdit();
    return own !== undefined;
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      return;
    }
    const lines = [...this.#roots.items, ...this.#lines.items];
    const at = lines.findIndex(({ element }) => element === document.activeElement);
    if (at < 0 && document.activeElement !== this.#scroller) {
      return;
    }
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const next = lines[at < 0 ? lines.length - 1 : at + (event.key === 'ArrowUp' ? -1 : 1)];
      next?.element.focus({ preventScroll: true });
      next?.element.scrollIntoView({ block: 'nearest' });
    } else if (lines[at] && actionKey(event.key, lines[at].view, this.host.reader)) {
      event.preventDefault();
    }
  }
}

const GROUP_MS = 5 * 60_000;

class ThreadLine {
  readonly element = h('li', { class: 'message', tabindex: -1 });
  readonly view: MessageView;

  constructor(message: Message, reader: Reader, bar: ActionBar) {
    this.view = new MessageView(this.element, message, reader, true);
    this.element.append(this.view.row);
    this.element.addEventListener('pointerenter', (event) => {
      if (event.pointerType === 'mouse') {
        bar.show(this.view, this.view.row);
      }
    });
  }

  show(message: Message): void {
    this.view.show(message);
  }

  follow(previous: ThreadLine | null): void {
    const { user, time, pinned } = this.view.message;
    const before = previous?.view.message;
    this.element.classList.toggle(
      'message--follow',
      !pinned && before?.user.id === user.id && time.getTime() - before.time.getTime() < GROUP_MS,
    );
  }
}
