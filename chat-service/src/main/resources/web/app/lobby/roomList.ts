import { avatar } from '../dom/avatar';
import { h, setAttribute } from '../dom/element';
import { icon } from '../dom/icons';
import { listTime } from '../dom/time';
import { roomPath } from '../frame/router';
import type { Statuses } from '../people/statuses';
import { statusSign } from '../people/statusLine';
import type { ListedRoom } from './directory';
import { displayName, isConversation, partnerOf } from './naming';

const BADGE_MAX = 99;

/** What rows show besides the room itself. */
export interface RowContext {
  readonly myId: string;
  readonly statuses: Statuses;
}

/** A list of rooms as links; rows are kept and changed in place, so that the focus survives every refresh. */
export class RoomList {
  readonly element: HTMLUListElement;
  readonly #rows = new Map<string, RoomRow>();

  constructor(
    private readonly variant: 'compact' | 'rich',
    private readonly context: RowContext,
    label?: string,
  ) {
    this.element = h('ul', { class: `room-list room-list--${variant}`, 'aria-label': label });
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
        row = new RoomRow(room, this.variant, this.context);
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
  readonly #glyph: HTMLElement;
  readonly #name = h('span', { class: 'room-row-name', dir: 'auto' });
  readonly #preview = h('span', { class: 'room-row-preview', dir: 'auto' });
  readonly #time = h('time', { class: 'room-row-time' });
  readonly #online = h('span', { class: 'room-row-online' });
  readonly #muted = h('span', { class: 'room-row-muted' }, icon('mute'), h('span', { class: 'visually-hidden' }, ', muted'));
  readonly #unread = h('span', { class: 'badge' });
  #looks = '';

  constructor(
    room: ListedRoom,
    private readonly variant: 'compact' | 'rich',
    private readonly context: RowContext,
  ) {
    this.#glyph = h('span', { class: 'room-row-glyph' });
    const link = h('a', { class: 'room-row', href: roomPath(room.name) });
    if (variant === 'rich') {
      link.append(
        this.#glyph,
        h('span', { class: 'room-row-text' }, this.#name, this.#preview),
        h('span', { class: 'room-row-facts' }, this.#time, h('span', { class: 'room-row-counts' }, this.#muted, this.#online, this.#unread)),
      );
    } else {
      link.append(this.#glyph, this.#name, this.#muted, this.#unread);
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
    this.#muted.hidden = !room.muted;
    this.#showWho(room);
    const counted = room.online > 0 && !isConversation(room);
    this.#online.hidden = !counted;
    this.#online.replaceChildren(...(counted ? onlineCount(room.online) : []));
    const { lastMessage } = room;
    this.#preview.classList.toggle('room-row-preview--empty', lastMessage === null);
    this.#preview.replaceChildren(...(lastMessage ? [this.#author(room, lastMessage.username), lastMessage.text].filter((part) => part !== null) : ['No messages yet']));
    const time = lastMessage?.time ?? room.lastActivityAt;
    this.#time.dateTime = time;
    this.#time.textContent = listTime(new Date(time));
  }

  /** In a conversation of two it is clear who else could have said it. */
  #author(room: ListedRoom, username: string): HTMLElement | null {
    const mine = partnerOf(room, this.context.myId) !== null && username !== partnerOf(room, this.context.myId)?.username;
    if (room.kind === 'direct' && !mine) {
      return null;
    }
    return h('span', { class: 'room-row-author' }, `${mine ? 'You' : username}: `);
  }

  /** Name and sign; they change seldom, so elements are made anew only then. */
  #showWho(room: ListedRoom): void {
    const { myId, statuses } = this.context;
    const partner = partnerOf(room, myId);
    const status = partner && statuses.get(partner.id);
    const name = displayName(room, myId);
    const looks = JSON.stringify([name, room.kind, room.visibility, partner?.id, room.here, status]);
    if (looks === this.#looks) {
      return;
    }
    this.#looks = looks;
    const hidden = room.visibility === 'private' && !isConversation(room);
    this.#name.replaceChildren(name, ...(status ? [statusSign(status)] : []), ...(hidden ? [h('span', { class: 'visually-hidden' }, ', private')] : []));
    this.#glyph.classList.toggle('room-row-glyph--person', partner !== null);
    this.#glyph.replaceChildren(
      partner
        ? h(
            'span',
            { class: 'person-avatar' },
            avatar(partner, this.variant === 'compact' ? 'small' : 'medium'),
            room.here && [h('span', { class: 'presence-dot', 'aria-hidden': 'true' }), h('span', { class: 'visually-hidden' }, 'Online: ')],
          )
        : icon(isConversation(room) ? 'people' : room.visibility === 'private' ? 'lock' : 'hash'),
    );
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
