import type { Notification } from '../client';
import { avatar } from '../dom/avatar';
import { h } from '../dom/element';
import { fullTime, listTime } from '../dom/time';
import { messagePath } from '../frame/router';

/** What happened, in the words that follow the actor's name. */
export function happened(notification: Notification): string {
  switch (notification.kind) {
    case 'mention':
      return 'mentioned you';
    case 'reply':
      return 'replied to you';
    case 'thread':
      return 'replied in a thread';
    case 'announcement':
      return 'announced something';
    default:
      return 'did something that concerns you';
  }
}

/** One line of the list: a link to the message. */
export function notificationRow(notification: Notification, nameOf: (room: string) => string, follow: () => void): HTMLLIElement {
  const { actor, room, seq, text, readAt } = notification;
  const time = new Date(notification.createdAt);
  const unread = readAt === null;
  return h(
    'li',
    { class: unread ? 'notification notification--unread' : 'notification' },
    h(
      'a',
      { class: 'notification-link', href: messagePath(room, seq), on: { click: follow } },
      avatar(actor, 'small'),
      h(
        'span',
        { class: 'notification-body' },
        h(
          'span',
          { class: 'notification-head' },
          unread && h('span', { class: 'visually-hidden' }, 'Unread: '),
          h('strong', { dir: 'auto' }, actor.username),
          ` ${happened(notification)} in `,
          h('span', { class: 'notification-room', dir: 'auto' }, nameOf(room)),
        ),
        h('span', { class: 'notification-text', dir: 'auto' }, text),
      ),
      h('time', { class: 'notification-time', datetime: notification.createdAt, title: fullTime(time) }, listTime(time)),
      unread && h('span', { class: 'notification-dot', 'aria-hidden': 'true' }),
    ),
  );
}
