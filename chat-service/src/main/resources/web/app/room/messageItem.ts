import type { UserRef } from '../client';
import { avatar } from '../dom/avatar';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { linkify } from '../dom/linkify';
import { markMentions } from '../dom/mentions';
import { clockTime, dayName, fullTime, sameDay } from '../dom/time';
import type { Message } from './message';
import { quote } from './quote';

/** What a line shows of a message, sent or not. */
export type Said = Pick<Message, 'time' | 'user' | 'text' | 'mentions' | 'replyTo'>;

/** Where messages are shown, and to whom. */
export interface Reader {
  readonly room: string;
  readonly myId: string;
  reply(message: Message): void;
}

/** Messages of one person within this time share one heading. */
const GROUP_MS = 5 * 60_000;

/** One line of the log. Dividers are part of the line they precede, so that adding and removing lines keeps them right. */
export class LogItem {
  readonly element: HTMLLIElement;
  /** Begins an answer; `null` for lines that nobody wrote. */
  reply: (() => void) | null = null;
  readonly #divider = h('div', { class: 'divider', hidden: true });

  private constructor(
    readonly seq: number | null,
    readonly time: Date,
    readonly user: UserRef | null,
    /** An answer has a heading of its own: its quote would separate it from the one above. */
    private readonly standsAlone: boolean,
    className: string,
    body: HTMLElement,
  ) {
    this.element = h('li', { class: className }, this.#divider, body);
  }

  static message(message: Message, reader: Reader): LogItem {
    const { user, time, seq } = message;
    const answer = h(
      'button',
      {
        type: 'button',
        class: 'icon-button icon-button--small message-reply',
        'aria-label': `Reply to ${user.username}`,
        // By keyboard the lines are walked with the arrows: a stop at each of hundreds would be in everybody's way.
        tabindex: -1,
        on: { click: () => reader.reply(message) },
      },
      icon('reply'),
    );
    const body = messageBody(message, reader);
    body.append(h('div', { class: 'message-actions' }, answer));
    const item = new LogItem(seq, time, user, message.replyTo !== null, 'message', body);
    item.element.tabIndex = -1;
    item.reply = () => reader.reply(message);
    item.element.classList.toggle('message--own', user.id === reader.myId);
    item.element.classList.toggle('message--mentions-me', message.mentions.some((person) => person.id === reader.myId));
    return item;
  }

  static notice(text: HTMLElement, time: Date): LogItem {
    return new LogItem(null, time, null, true, 'notice', text);
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
      !newDay && !firstUnread && !this.standsAlone && this.user !== null && previous !== null && previous.groups(this.user.id, this.time);
    this.element.classList.toggle('message--follow', grouped);
    this.#divider.hidden = !newDay && !firstUnread;
    this.#divider.classList.toggle('divider--unread', firstUnread);
    this.#divider.replaceChildren(
      ...(newDay ? [h('span', { class: 'divider-day' }, dayName(this.time))] : []),
      ...(firstUnread ? [h('span', { class: 'divider-new' }, 'New messages')] : []),
    );
  }
}

export function messageBody(said: Said, reader: Pick<Reader, 'room' | 'myId'>, ...state: HTMLElement[]): HTMLElement {
  const { user, time, text, mentions, replyTo } = said;
  const stamp = (className: string): HTMLElement =>
    h('time', { class: className, datetime: time.toISOString(), title: fullTime(time) }, clockTime(time));
  const parts = linkify(text).flatMap((part) => (typeof part === 'string' ? markMentions(part, mentions, reader.myId) : [part]));
  return h(
    'div',
    { class: 'message-row' },
    replyTo && quote(reader.room, replyTo),
    avatar(user),
    h(
      'div',
      { class: 'message-body' },
      h('p', { class: 'message-head' }, h('strong', { class: 'message-author', dir: 'auto' }, user.username), stamp('message-time')),
      h('p', { class: 'message-text', dir: 'auto' }, parts),
      state,
    ),
    h('span', { class: 'message-gutter', 'aria-hidden': 'true' }, clockTime(time)),
  );
}
