import { Signal, type UserRef } from '../client';
import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import { KeyedList } from '../dom/keyedList';
import { LogItem } from './logItem';
import { ActionBar, actionKey } from './messageActions';
import { lineId, type Line } from './model/line';
import { lastOwn } from './model/pages';
import type { RoomState } from './model/state';
import type { Reader } from './reader';

const BOTTOM_SLACK_PX = 48;
const OLDER_MARGIN_PX = 400;
const NAMES_SEEN = 3;

/**
 * Shows the lines of the room's state. It follows the newest line while the reader is at the bottom and stays where it is
 * otherwise, whatever appears, grows or disappears above.
 */
export class MessageLog {
  readonly element: HTMLElement;
  readonly atBottom = new Signal(true);
  /** Stays below the messages: where this user's own ones wait until they come back from the server. */
  readonly tail = h('ol', { class: 'pending', 'aria-live': 'off', 'aria-label': 'Messages being sent' });

  readonly #scroller: HTMLElement;
  readonly #list = h('ol', { class: 'messages' });
  readonly #lines: KeyedList<Line, LogItem>;
  readonly #start = h('div', { class: 'log-start' });
  readonly #pill: HTMLButtonElement;
  readonly #bar: ActionBar;
  readonly #observer: ResizeObserver;
  #state: RoomState | null = null;
  #unseen = 0;
  #loading = false;

  constructor(
    private readonly reader: Reader,
    private readonly loadOlder: (before: number) => Promise<void>,
  ) {
    const keysId = uniqueId('log-keys');
    this.#bar = new ActionBar(reader);
    this.#lines = new KeyedList(this.#list, lineId, (line) => this.#item(line));
    this.#scroller = h(
      'div',
      {
        class: 'log',
        role: 'log',
        'aria-label': `Messages in ${reader.room}`,
        tabindex: 0,
        'aria-describedby': keysId,
        on: { scroll: () => this.#scrolled(), keydown: (event) => this.#key(event) },
      },
      this.#start,
      this.#list,
      this.tail,
    );
    this.#pill = h('button', { type: 'button', class: 'pill', hidden: true, on: { click: () => this.toBottom() } });
    this.element = h(
      'div',
      { class: 'log-frame' },
      h('p', { class: 'visually-hidden', id: keysId }, 'Up and down move between messages, Enter shows what can be done with one, R answers it.'),
      this.#scroller,
      this.#pill,
    );
    this.#start.append(h('span', { class: 'spinner', 'aria-hidden': 'true' }), 'Loading messages …');
    this.#observer = new ResizeObserver(() => {
      if (this.atBottom.value) {
        this.#scroller.scrollTop = this.#scroller.scrollHeight;
      }
    });
    [this.#scroller, this.#list, this.tail].forEach((element) => this.#observer.observe(element));
  }

  dispose(): void {
    this.#observer.disconnect();
  }

  show(state: RoomState): void {
    const before = this.#state;
    this.#state = state;
    if (before?.lines !== state.lines || before.unreadFrom !== state.unreadFrom) {
      this.#showLines(state, before);
    }
    if (before?.facts !== state.facts) {
      this.#scroller.setAttribute('aria-label', `Messages in ${this.reader.title()}`);
    }
    if (before?.hasMore !== state.hasMore || before.firstSeq !== state.firstSeq) {
      this.#renderStart();
    }
    if (before?.lines !== state.lines || before.seen !== state.seen) {
      this.#showSeen(state);
    }
    this.#olderIfNear();
  }

  get items(): readonly LogItem[] {
    return this.#lines.items;
  }

  /** Whether a new line of this person would be shown under the heading of the last one. */
  continues(userId: string, time: Date): boolean {
    return this.items.at(-1)?.groups(userId, time) ?? false;
  }

  /** Who wrote the messages that are here, the latest first. */
  get authors(): UserRef[] {
    return this.items.flatMap((item) => item.user ?? []).reverse();
  }

  /** Brings a message to the middle of the view and points it out; `false` when it is not here. */
  reveal(seq: number): boolean {
    const item = this.items.find((each) => each.seq === seq);
    if (item) {
      revealed(item.element);
      this.#scrolled();
    }
    return item !== undefined;
  }

  /** Begins to edit the newest message of this user that is here. */
  editLast(): boolean {
    const own = this.#state && lastOwn(this.#state);
    const view = own && this.#lines.get(own.messageId)?.view;
    view?.startEdit();
    return Boolean(view);
  }

  toBottom(): void {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const far = this.#scroller.scrollHeight - this.#scroller.scrollTop > 3 * this.#scroller.clientHeight;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: calm || far ? 'instant' : 'smooth' });
    if (this.#pill === document.activeElement) {
      this.#scroller.focus({ preventScroll: true });
    }
  }

  #item(line: Line): LogItem {
    const item = new LogItem(line, this.reader);
    const { view } = item;
    if (view) {
      item.element.addEventListener('pointerenter', (event) => {
        if (event.pointerType === 'mouse') {
          this.#bar.show(view, view.row);
        }
      });
    }
    return item;
  }

  #showLines(state: RoomState, before: RoomState | null): void {
    const lastSeq = before?.lastSeq ?? 0;
    const appends = before !== null && before.firstSeq === state.firstSeq;
    // History is not news: a screen reader should not read it out.
    if (!appends) {
      this.#scroller.setAttribute('aria-live', 'off');
      setTimeout(() => this.#scroller.removeAttribute('aria-live'), 500);
    }
    const anchor = this.#anchor();
    const fresh = this.#lines.show(state.lines);
    this.items.forEach((item, index) => item.follow(this.items[index - 1] ?? null, state.unreadFrom));
    if (this.atBottom.value) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    } else {
      if (anchor?.item.element.isConnected) {
        this.#scroller.scrollTop += anchor.item.element.offsetTop - anchor.top;
      }
      this.#unseen += fresh.filter((line) => line.kind === 'message' && line.seq > lastSeq && line.user.id !== state.myId).length;
      this.#renderPill();
    }
  }

  /** The first line in view, from which the place of reading is found again. */
  #anchor(): { item: LogItem; top: number } | null {
    const { scrollTop } = this.#scroller;
    const item = this.items.find(({ element }) => element.offsetTop + element.offsetHeight > scrollTop);
    return item ? { item, top: item.element.offsetTop } : null;
  }

  #showSeen(state: RoomState): void {
    const own = state.facts.kind === 'channel' ? null : lastOwn(state);
    const names = own ? [...state.seen.values()].filter(({ seq }) => seq >= own.seq).map(({ user }) => user.username) : [];
    const shown = names.length > NAMES_SEEN ? [...names.slice(0, NAMES_SEEN), `${names.length - NAMES_SEEN} more`] : names;
    const text = names.length === 0 ? '' : `Seen by ${new Intl.ListFormat('en', { type: 'conjunction' }).format(shown)}`;
    this.items.forEach((item) => item.seenBy(item.view && item.view.message === own ? text : ''));
  }

  #key(event: KeyboardEvent): void {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    const at = this.items.findIndex((item) => item.element === document.activeElement);
    const onLine = at >= 0 || document.activeElement === this.#scroller;
    if (!plain || !onLine) {
      return;
    }
    const view = this.items[at]?.view;
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      this.#walk(at < 0 ? this.items.length : at, event.key === 'ArrowUp' ? -1 : 1);
    } else if (view && actionKey(event.key, view, this.reader)) {
      event.preventDefault();
    }
  }

  /** Focuses the next message in that direction, past lines that nobody wrote. */
  #walk(from: number, step: number): void {
    for (let index = from + step; index >= 0 && index < this.items.length; index += step) {
      const { element, line } = this.items[index]!;
      if (line.kind !== 'notice') {
        element.focus({ preventScroll: true });
        element.scrollIntoView({ block: 'nearest' });
        return;
      }
    }
  }

  #scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.atBottom.set(scrollHeight - scrollTop - clientHeight < BOTTOM_SLACK_PX);
    if (this.atBottom.value && this.#unseen > 0) {
      this.#unseen = 0;
    }
    this.#renderPill();
    this.#olderIfNear();
  }

  #olderIfNear(): void {
    const first = this.#state?.firstSeq ?? null;
    const short = this.#scroller.scrollTop < OLDER_MARGIN_PX;
    if (short && this.#state?.hasMore && !this.#loading && first !== null) {
      this.#loading = true;
      this.#renderStart();
      void this.loadOlder(first).finally(() => {
        this.#loading = false;
        this.#renderStart();
        this.#olderIfNear();
      });
    }
  }

  #renderPill(): void {
    this.#pill.hidden = this.atBottom.value;
    const label = this.#unseen === 0 ? 'Newest messages' : this.#unseen === 1 ? '1 new message' : `${this.#unseen} new messages`;
    this.#pill.classList.toggle('pill--new', this.#unseen > 0);
    this.#pill.replaceChildren(icon('arrowDown'), label);
  }

  #renderStart(): void {
    if (this.#state?.hasMore !== false) {
      this.#start.replaceChildren(
        ...(this.#loading ? [h('span', { class: 'spinner', 'aria-hidden': 'true' }), 'Loading older messages …'] : []),
      );
      return;
    }
    const room = this.#state.facts.kind === 'channel';
    this.#start.replaceChildren(
      h('h2', { dir: 'auto' }, room ? `This is where ${this.reader.title()} begins` : `Your conversation with ${this.reader.title()} begins here`),
      h('p', {}, room ? 'Everything said in this room follows from here.' : 'Only the people in it can read it.'),
    );
  }
}

/** Brings a line to the middle of what is seen and points it out; one that is pointed out a second time begins anew. */
export function revealed(element: HTMLElement): void {
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  element.focus({ preventScroll: true });
  element.classList.remove('message--revealed');
  void element.offsetWidth;
  element.classList.add('message--revealed');
}
