import { h, setAttribute } from '../dom/element';
import { icon } from '../dom/icons';
import { listTime } from '../dom/time';
import { roomPath } from '../frame/router';
import { displayName, type ListedRoom } from './directory';

const BADGE_MAX = 99;

/** A list of rooms as links; rows are kept and changed in place, so that the focus survives every refresh. */
export class RoomList {
  readonly element: HTMLUListElement;
  readonly #rows = new Map<string, RoomRow>();

  constructor(
    private readonly variant: 'compact' | 'rich',
    private readonly myId: string,
  ) {
    this.element = h('ul', { class: `room-list room-list--${variant}` });
  }

  show(rooms: readonly ListedRoom[], current: string | null): void {
    const names = new Set(rooms.map((room) => room.name));
    for (const [name, row] of this.#rows) {
      if (!names.has(name)) {
        row.element.remove();
        this.#rows.delete(name);
      }
    }
    const focused = document.activeElement;
    rooms.forEach((room, index) => {
      let row = this.#rows.get(room.name);
      if (!row) {
        row = new RoomRow(room, this.variant, this.myId);
        this.#rows.set(room.name, row);
      }
      row.show(room, room.name === current);
      const there = this.element.children[index];
      if (there !== row.element) {
        this.element.insertBefore(row.element, there ?? null);
      }
    });
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.element.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
  }
}

class RoomRow {
  readonly element: HTMLLIElement;
  readonly #link: HTMLAnchorElement;
  readonly #preview = h('span', { class: 'room-row-preview', dir: 'auto' });
  readonly #time = h('time', { class: 'room-row-time' });
  readonly #online = h('span', { class: 'room-row-online' });
  readonly #unread = h('span', { class: 'badge' });

  constructor(room: ListedRoom, variant: 'compact' | 'rich', myId: string) {
    const conversation = room.kind === 'direct' || room.kind === 'group';
    const glyph = icon(conversation ? 'people' : room.visibility === 'private' ? 'lock' : 'hash');
    const name = h(
      'span',
      { class: 'room-row-name', dir: 'auto' },
      displayName(room, myId),
      room.visibility === 'private' && !conversation && h('span', { class: 'visually-hidden' }, ', private'),
    );
    const link = h('a', { class: 'room-row', href: roomPath(room.name) });
    if (variant === 'rich') {
      link.append(
        h('span', { class: 'room-row-glyph' }, glyph),
        h('span', { class: 'room-row-text' }, name, this.#preview),
        h('span', { class: 'room-row-facts' }, this.#time, h('span', { class: 'room-row-counts' }, this.#online, this.#unread)),
      );
    } else {
      link.append(glyph, name, this.#unread);
    }
    this.#link = link;
    this.element = h('li', {}, link);
  }

  show(room: ListedRoom, current: boolean): void {
    setAttribute(this.#link, 'aria-current', current ? 'page' : null);
    this.#link.classList.toggle('room-row--unread', room.unread > 0);
    this.#unread.hidden = room.unread === 0;
    this.#unread.classList.toggle('badge--mention', room.mentions > 0);
    this.#unread.classList.toggle('badge--quiet', room.muted && room.mentions === 0);
    this.#unread.replaceChildren(...(room.unread > 0 ? unreadCount(room.unread, room.mentions) : []));
    this.#link.classList.toggle('room-row--muted', room.muted);
    this.#online.hidden = room.online === 0;
    this.#online.replaceChildren(...(room.online > 0 ? onlineCount(room.online) : []));
    const { lastMessage } = room;
    this.#preview.classList.toggle('room-row-preview--empty', lastMessage === null);
    this.#preview.replaceChildren(
      ...(lastMessage
        ? [h('span', { class: 'room-row-author' }, `${lastMessage.username}: `), lastMessage.text]
        : ['No messages yet']),
    );
    const time = lastMessage?.time ?? room.lastActivityAt;
    this.#time.dateTime = time;
    this.#time.textContent = listTime(new Date(time));
  }
}

function unreadCount(count: number, mentions: number): HTMLElement[] {
  const shown = count > BADGE_MAX ? `${BADGE_MAX}+` : String(count);
  return [
    h('span', { 'aria-hidden': 'true' }, mentions > 0 ? `@ ${shown}` : shown),
    h('span', { class: 'visually-hidden' }, `${count} unread${mentions > 0 ? ', you are mentioned' : ''}`),
  ];
}

function onlineCount(count: number): (HTMLElement | string)[] {
  return [
    h('span', { class: 'presence-dot', 'aria-hidden': 'true' }),
    String(count),
    h('span', { class: 'visually-hidden' }, ' online'),
  ];
}
