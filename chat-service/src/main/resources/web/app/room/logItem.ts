import type { UserRef } from '../client';
import { avatar } from '../dom/avatar';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { clockTime, dayName, sameDay } from '../dom/time';
import { messageText } from './messageText';
import { MessageView, stamp } from './messageView';
import { lineSeq, type Announcement, type Line, type Notice, type Whisper } from './model/line';
import type { Reader } from './reader';

/** Messages of one person within this time share one heading. */
const GROUP_MS = 5 * 60_000;
const NAMES_SHOWN = 3;

/** One line of the log. Dividers are part of the line they precede, so that adding and removing lines keeps them right. */
export class LogItem {
  readonly element: HTMLLIElement;
  /** For messages only. */
  readonly view: MessageView | null;
  readonly #divider = h('div', { class: 'divider', hidden: true });
  readonly #seen = h('p', { class: 'seen', hidden: true });
  #line: Line;
  #body: HTMLElement;

  constructor(
    line: Line,
    private readonly reader: Reader,
  ) {
    this.#line = line;
    this.element = h('li', { class: line.kind, tabindex: line.kind === 'notice' ? null : -1 });
    this.view = line.kind === 'message' ? new MessageView(this.element, line, reader) : null;
    this.#body = this.view?.row ?? this.#other(line);
    this.element.append(this.#divider, this.#body, this.#seen);
  }

  get line(): Line {
    return this.#line;
  }

  get seq(): number | null {
    return lineSeq(this.#line);
  }

  get user(): UserRef | null {
    return this.#line.kind === 'message' ? this.#line.user : null;
  }

  show(line: Line): void {
    this.#line = line;
    if (line.kind === 'message') {
      this.view?.show(line);
    } else {
      const body = this.#other(line);
      this.#body.replaceWith(body);
      this.#body = body;
    }
  }

  /** Whether something that this person writes at this time needs no heading after this line. */
  groups(userId: string, time: Date): boolean {
    return this.user?.id === userId && time.getTime() - this.#line.time.getTime() < GROUP_MS;
  }

  /** Adjusts heading and dividers to the line before. */
  follow(previous: LogItem | null, unreadFrom: number | null): void {
    const { seq, user, line } = this;
    const newDay = seq !== null && (previous === null || !sameDay(previous.line.time, line.time));
    const firstUnread = unreadFrom !== null && seq !== null && seq >= unreadFrom && (previous?.seq ?? -1) < unreadFrom;
    // An answer has a heading of its own: its quote would separate it from the one above.
    const alone = line.kind === 'message' && (line.replyTo !== null || line.pinned);
    const grouped = !newDay && !firstUnread && !alone && user !== null && previous !== null && previous.groups(user.id, line.time);
    this.element.classList.toggle('message--follow', grouped);
    this.#divider.hidden = !newDay && !firstUnread;
    this.#divider.classList.toggle('divider--unread', firstUnread);
    this.#divider.replaceChildren(
      ...(newDay ? [h('span', { class: 'divider-day' }, dayName(line.time))] : []),
      ...(firstUnread ? [h('span', { class: 'divider-new' }, 'New messages')] : []),
    );
  }

  /** Says below the line who has read it; an empty text says nothing. */
  seenBy(text: string): void {
    if (this.#seen.hidden !== (text === '') || this.#seen.textContent !== text) {
      this.#seen.hidden = text === '';
      this.#seen.replaceChildren(...(text === '' ? [] : [icon('seen'), text]));
    }
  }

  #other(line: Line): HTMLElement {
    switch (line.kind) {
      case 'announcement':
        return announcement(line, this.reader.myId);
      case 'whisper':
        return whisper(line, this.reader.myId);
      case 'notice':
        return h('p', { class: 'notice-text', dir: 'auto' }, line.presence ? comings(line.presence) : line.text);
      case 'message':
        throw new Error('a message has a view of its own');
    }
  }
}

function announcement({ user, time, title, text }: Announcement, myId: string): HTMLElement {
  return h(
    'article',
    { class: 'announcement-card' },
    h('span', { class: 'announcement-glyph' }, icon('megaphone')),
    h(
      'div',
      { class: 'announcement-body' },
      h('p', { class: 'announcement-head' }, 'Announcement', user && [' by ', h('strong', { dir: 'auto' }, user.username)], ' ', stamp(time)),
      h('p', { class: 'announcement-title', dir: 'auto' }, title),
      messageText(text, [], false, myId),
    ),
  );
}

function whisper({ user, time, to, text }: Whisper, myId: string): HTMLElement {
  const own = user.id === myId;
  const others = to.filter((each) => each.id !== myId).map((each) => each.username);
  const whom = own ? `only you and ${list(others)} see this` : others.length > 0 ? `only you, ${list([user.username, ...others])} see this` : 'only you and the author see this';
  return h(
    'div',
    { class: 'message-row' },
    avatar(user),
    h(
      'div',
      { class: 'message-body' },
      h(
        'p',
        { class: 'message-head' },
        h('strong', { class: 'message-author', dir: 'auto' }, user.username),
        stamp(time),
        h('span', { class: 'whisper-note' }, icon('whisper'), h('span', { dir: 'auto' }, `Whisper: ${whom}`)),
      ),
      messageText(text, [], false, myId),
    ),
    h('span', { class: 'message-gutter', 'aria-hidden': 'true' }, clockTime(time)),
  );
}

function comings(changes: NonNullable<Notice['presence']>): string {
  const names = (online: boolean): string[] => changes.filter((change) => change.online === online).map(({ user }) => user.username);
  const joined = names(true);
  const left = names(false);
  return [joined.length > 0 && `${list(joined)} joined`, left.length > 0 && `${list(left)} left`].filter(Boolean).join(' · ');
}

function list(names: readonly string[]): string {
  const shown = names.slice(-NAMES_SHOWN);
  const rest = names.length - shown.length;
  const all = rest > 0 ? [...shown, rest === 1 ? '1 other' : `${rest} others`] : shown;
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(all);
}
