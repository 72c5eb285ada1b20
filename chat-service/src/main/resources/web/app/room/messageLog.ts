import { Signal, type UserRef } from '../client';
import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import type { Message } from './message';
import { LogItem, type Reader } from './messageItem';

/** Lines kept in the page; what is cut at the top comes back by scrolling up. */
const MAX_ITEMS = 600;
const TRIMMED_ITEMS = 400;
const BOTTOM_SLACK_PX = 48;
const OLDER_MARGIN_PX = 400;

/**
 * The messages of a room in the order of `seq`. It follows the newest line while the reader is at the
 * bottom and stays where it is otherwise; `seq`s seen before are ignored.
 */
export class MessageLog {
  readonly element: HTMLElement;
  readonly atBottom = new Signal(true);
  /** Stays below the messages: where this user's own ones wait until they come back from the server. */
  readonly tail = h('ol', { class: 'pending', 'aria-live': 'off', 'aria-label': 'Messages being sent' });

  readonly #scroller: HTMLElement;
  readonly #list = h('ol', { class: 'messages' });
  readonly #start = h('div', { class: 'log-start' });
  readonly #pill: HTMLButtonElement;
  readonly #observer: ResizeObserver;
  #items: LogItem[] = [];
  #unreadFrom: number | null = null;
  #unseen = 0;
  #hasMore = true;
  #loading = false;

  constructor(
    private readonly reader: Reader,
    private readonly loadOlder: (before: number) => Promise<void>,
  ) {
    const keysId = uniqueId('log-keys');
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
      h('p', { class: 'visually-hidden', id: keysId }, 'Up and down move between messages, R answers one.'),
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

  get lastSeq(): number {
    return this.#items.findLast((item) => item.seq !== null)?.seq ?? 0;
  }

  get firstSeq(): number | null {
    return this.#items.find((item) => item.seq !== null)?.seq ?? null;
  }

  clear(): void {
    this.#items = [];
    this.#list.replaceChildren();
    this.#hasMore = true;
    this.atBottom.set(true);
  }

  /** Adds older messages above, without moving what is being read. */
  prepend(messages: readonly Message[], hasMore: boolean): void {
    const first = this.firstSeq ?? Infinity;
    const items = messages.filter((message) => message.seq < first).map((message) => this.#item(message));
    const before = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    // History is not news: a screen reader should not read it out.
    this.#scroller.setAttribute('aria-live', 'off');
    this.#items = [...items, ...this.#items];
    this.#list.prepend(...items.map((item) => item.element));
    this.#arrange(0, items.length);
    this.#hasMore = hasMore;
    this.#renderStart();
    this.#scroller.scrollTop = this.atBottom.value ? this.#scroller.scrollHeight : this.#scroller.scrollHeight - before;
    setTimeout(() => this.#scroller.removeAttribute('aria-live'), 500);
    this.#olderIfNear();
  }

  append(message: Message): void {
    if (message.seq <= this.lastSeq) {
      return;
    }
    this.#add(this.#item(message));
    if (!this.atBottom.value && message.user.id !== this.reader.myId) {
      this.#unseen += 1;
      this.#renderPill();
    }
  }

  notice(item: LogItem): void {
    this.#add(item);
  }

  get lastItem(): LogItem | null {
    return this.#items.at(-1) ?? null;
  }

  /** Whether a new line of this person would be shown under the heading of the last one. */
  continues(userId: string, time: Date): boolean {
    return this.lastItem?.groups(userId, time) ?? false;
  }

  /** Draws the line above the first unread message, or takes it away. */
  set unreadFrom(seq: number | null) {
    if (this.#unreadFrom !== seq) {
      this.#unreadFrom = seq;
      this.#arrange(0, this.#items.length);
    }
  }

  get unreadFrom(): number | null {
    return this.#unreadFrom;
  }

  get hasMore(): boolean {
    return this.#hasMore;
  }

  /** Who wrote the messages that are here, the latest first. */
  get authors(): UserRef[] {
    return this.#items.flatMap((item) => item.user ?? []).reverse();
  }

  /** Brings a message to the middle of the view and points it out; `false` when it is not here. */
  reveal(seq: number): boolean {
    const item = this.#items.find((each) => each.seq === seq);
    if (!item) {
      return false;
    }
    const { element } = item;
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    this.#scrolled();
    element.focus({ preventScroll: true });
    element.classList.remove('message--revealed');
    // A message that is pointed out a second time begins anew.
    void element.offsetWidth;
    element.classList.add('message--revealed');
    return true;
  }

  toBottom(): void {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const far = this.#scroller.scrollHeight - this.#scroller.scrollTop > 3 * this.#scroller.clientHeight;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: calm || far ? 'instant' : 'smooth' });
    if (this.#pill === document.activeElement) {
      this.#scroller.focus({ preventScroll: true });
    }
  }

  #key(event: KeyboardEvent): void {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    const at = this.#items.findIndex((item) => item.element === document.activeElement);
    const onLine = at >= 0 || document.activeElement === this.#scroller;
    if (!plain || !onLine) {
      return;
    }
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      this.#walk(at < 0 ? this.#items.length : at, event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'r' && this.#items[at]?.reply) {
      event.preventDefault();
      this.#items[at].reply();
    }
  }

  /** Focuses the next message in that direction, past lines that nobody wrote. */
  #walk(from: number, step: number): void {
    for (let index = from + step; index >= 0 && index < this.#items.length; index += step) {
      const item = this.#items[index]!;
      if (item.reply) {
        item.element.focus({ preventScroll: true });
        item.element.scrollIntoView({ block: 'nearest' });
        return;
      }
    }
  }

  #item(message: Message): LogItem {
    return LogItem.message(message, this.reader);
  }

  #add(item: LogItem): void {
    const first = this.firstSeq === null;
    this.#items.push(item);
    this.#list.append(item.element);
    if (first) {
      this.#renderStart();
    }
    this.#arrange(this.#items.length - 1, this.#items.length);
    if (this.atBottom.value) {
      this.#trim();
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    }
  }

  #trim(): void {
    if (this.#items.length > MAX_ITEMS) {
      const cut = this.#items.splice(0, this.#items.length - TRIMMED_ITEMS);
      cut.forEach((item) => item.element.remove());
      this.#hasMore = true;
      this.#arrange(0, 1);
      this.#renderStart();
    }
  }

  /** Lets the lines from `from` to (and including) `to` look at their predecessor. */
  #arrange(from: number, to: number): void {
    for (let index = from; index <= to && index < this.#items.length; index++) {
      this.#items[index]!.follow(this.#items[index - 1] ?? null, this.#unreadFrom);
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
    const first = this.firstSeq;
    const short = this.#scroller.scrollTop < OLDER_MARGIN_PX;
    if (short && this.#hasMore && !this.#loading && first !== null) {
      this.#loading = true;
      this.#renderStart();
      this.loadOlder(first).finally(() => {
        this.#loading = false;
        this.#renderStart();
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
    if (this.#hasMore) {
      this.#start.replaceChildren(
        ...(this.#loading ? [h('span', { class: 'spinner', 'aria-hidden': 'true' }), 'Loading older messages …'] : []),
      );
      return;
    }
    this.#start.replaceChildren(
      h('h2', { dir: 'auto' }, `This is where ${this.reader.room} begins`),
      h('p', {}, 'Everything said in this room follows from here.'),
    );
  }
}
