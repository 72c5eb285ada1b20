import { removeMember, type RoomRole } from '../../api/rooms';
import type { UserRef } from '../../client';
import { confirm } from '../../dom/confirm';
import { h } from '../../dom/element';
import { icon } from '../../dom/icons';
import { grouped, openMenu, type MenuItem } from '../../dom/menu';
import { manages, standsAbove, type Reader } from '../reader';
import { isGuest } from './guests';
import { openRole } from './roles';
import { openBan, openKick } from './sendAway';

/** What this reader can do with somebody of the room; `role` is `null` where nobody gave one. */
function items(person: UserRef, role: RoomRole | null, reader: Reader): (MenuItem | null)[] {
  const { kind, visibility, closed } = reader.facts();
  const { room } = reader;
  const { username } = person;
  if (person.id === reader.myId || isGuest(person)) {
    return [];
  }
  const manager = kind !== 'direct' && manages(reader);
  const above = kind !== 'direct' && standsAbove(reader, role);
  const isPublic = visibility === 'public';
  return grouped([
    [
      kind !== 'direct' && { icon: 'edit', label: 'Message', act: () => reader.converse(person) },
      !closed && { icon: 'whisper', label: 'Whisper', act: () => reader.whisper(person) },
      manager && { icon: 'shield', label: role ? 'Change role …' : 'Give a role …', act: () => openRole(room, username, role) },
    ],
    [
      manager && isPublic && role !== null && { icon: 'userMinus', label: 'Take the role away …', act: () => openRemove(room, username, isPublic) },
      above && (isPublic || role !== null) && { icon: 'signOut', label: 'Send out …', danger: true, act: () => openKick(room, username, isPublic) },
      above && kind === 'channel' && { icon: 'ban', label: 'Ban …', danger: true, act: () => openBan(room, username) },
    ],
  ]);
}

/** Opens what can be done with somebody; it is not there where that is nothing. */
export class PersonButton {
  readonly element: HTMLButtonElement;
  #role: RoomRole | null = null;

  constructor(
    private readonly person: UserRef,
    private readonly reader: Reader,
  ) {
    const label = `Actions for ${person.username}`;
    this.element = h(
      'button',
      {
        type: 'button',
        class: 'icon-button icon-button--small person-more',
        'aria-label': label,
        'aria-haspopup': 'menu',
        on: { click: () => openMenu(this.element, label, items(person, this.#role, reader)) },
      },
      icon('more'),
    );
  }

  show(role: RoomRole | null): void {
    this.#role = role;
    this.element.hidden = items(this.person, role, this.reader).length === 0;
  }
}

function openRemove(room: string, username: string, isPublic: boolean): void {
  confirm(
    `Take the role of ${username} away?`,
    isPublic ? 'They are like everybody else here then.' : 'They are no member any more.',
    'Take away',
    () => removeMember(room, username),
  );
}
