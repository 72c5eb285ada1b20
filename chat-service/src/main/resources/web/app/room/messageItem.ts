import type { UserRef } from '../client';
import { avatar } from '../dom/avatar';
import { h } from '../dom/element';
import { linkify } from '../dom/linkify';
import { clockTime, dayName, fullTime, sameDay } from '../dom/time';

export interface Message {
  readonly seq: number;
  readonly time: Date;
  readonly user: UserRef;
  readonly text: string;
  readonly clientMessageId: string | null;
}

/** Messages of one person within this time share one heading. */
const GROUP_MS = 5 * 60_000;

/** One line of the log. Dividers are part of the line they precede, so that adding and removing lines keeps them right. */
export class LogItem {
  readonly element: HTMLLIElement;
  readonly #divider = h('div', { class: 'divider', hidden: true });

  private constructor(
    readonly seq: number | null,
    readonly time: Date,
    readonly user: UserRef | null,
    className: string,
    body: HTMLElement,
  ) {
    this.element = h('li', { class: className }, this.#divider, body);
  }

  static message(message: Message, own: boolean): LogItem {
    const { user, time, text, seq } = message;
    const item = new LogItem(seq, time, user, 'message', messageBody(user, time, text));
    item.element.classList.toggle('message--own', own);
    return item;
  }

  static notice(text: HTMLElement, time: Date): LogItem {
    return new LogItem(null, time, null, 'notice', text);
  }

  /** Whether something that this person writes at this time needs no heading after this line. */
  groups(userId: string, time: Date): boolean {
    return this.user?.id === userId && time.getTime() - this.time.getTime() < GROUP_MS;
  }

  /** Adjusts heading and dividers to the line before. */
  follow(previous: LogItem | null, unreadFrom: number | null): void {
    const newDay = this.seq !== null && (previous === null || !sameDay(previous.time, this.time));
    const firstUnread =
      unreadFrom !== null && this.seq !== null && this.seq >= unreadFrom && (previous?.seq ?? -1) < unreadFrom;
    const grouped =
      !newDay && !firstUnread && this.user !== null && previous !== null && previous.groups(this.user.id, this.time);
    this.element.classList.toggle('message--follow', grouped);
    this.#divider.hidden = !newDay && !firstUnread;
    this.#divider.classList.toggle('divider--unread', firstUnread);
    this.#divider.replaceChildren(
      ...(newDay ? [h('span', { class: 'divider-day' }, dayName(this.time))] : []),
      ...(firstUnread ? [h('span', { class: 'divider-new' }, 'New messages')] : []),
    );
  }
}

export function messageBody(user: UserRef, time: Date, text: string, ...state: HTMLElement[]): HTMLElement {
  const stamp = (className: string): HTMLElement =>
    h('time', { class: className, datetime: time.toISOString(), title: fullTime(time) }, clockTime(time));
  return h(
    'div',
    { class: 'message-row' },
    avatar(user),
    h(
      'div',
      { class: 'message-body' },
      h('p', { class: 'message-head' }, h('strong', { class: 'message-author', dir: 'auto' }, user.username), stamp('message-time')),
      h('p', { class: 'message-text', dir: 'auto' }, linkify(text)),
      state,
    ),
    h('span', { class: 'message-gutter', 'aria-hidden': 'true' }, clockTime(time)),
  );
}
