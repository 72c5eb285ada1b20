import type { UserRef } from '../../client';
import { avatar } from '../../dom/avatar';
import { h } from '../../dom/element';

export interface PersonFacts {
  readonly me: boolean;
  /** Whether they are in the room now; `null` where that is not the question. */
  readonly here: boolean | null;
  /** What they are in the room, where that is worth saying. */
  readonly role: string | null;
  readonly button: HTMLElement | null;
}

/** Somebody in a list of people. */
export function personRow(user: UserRef, { me, here, role, button }: PersonFacts): HTMLElement {
  return h(
    'li',
    { class: here === false ? 'person person--away' : 'person' },
    h('span', { class: 'person-avatar' }, avatar(user, 'small'), here === true && h('span', { class: 'presence-dot', 'aria-hidden': 'true' })),
    h(
      'span',
      { class: 'person-text' },
      h('span', { class: 'person-name', dir: 'auto' }, user.username, me && h('span', { class: 'person-you' }, ' you')),
      role !== null && h('span', { class: 'person-role' }, role),
    ),
    button,
  );
}
