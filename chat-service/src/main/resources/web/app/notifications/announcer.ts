import { h } from '../dom/element';
import type { Inbox } from './inbox';
import { happened } from './notificationRow';

/** Reads out what arrives, politely, for people who do not see the number at the bell change. */
export function announcer(inbox: Inbox): HTMLElement {
  const region = h('div', { class: 'visually-hidden', role: 'status', 'aria-label': 'New notifications' });
  inbox.news.on((notification) => {
    region.textContent = `${notification.actor.username} ${happened(notification)} in ${notification.room}`;
  });
  return region;
}
