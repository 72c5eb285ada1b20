import type { NotificationsState, Unsubscribe } from '../client';
import { disclose } from '../dom/disclosure';
import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import type { Inbox } from './inbox';
import { notificationRow } from './notificationRow';

const BADGE_MAX = 99;

/** The button with the number of unread notifications, and the list that opens from it. */
export function bell(inbox: Inbox): { element: HTMLElement; dispose: Unsubscribe } {
  const titleId = uniqueId('notifications');
  const badge = h('span', { class: 'badge bell-badge', 'aria-hidden': 'true' });
  const label = h('span', { class: 'visually-hidden' });
  const button = h('button', { type: 'button', class: 'icon-button bell-button' }, icon('bell'), badge, label);
  const list = h('ul', { class: 'notifications-list' });
  const state = h('p', { class: 'notifications-state', role: 'status', hidden: true });
  const problem = h('p', { class: 'notifications-problem', role: 'alert', hidden: true });
  const empty = h(
    'div',
    { class: 'notifications-empty', hidden: true },
    h('p', {}, 'Nothing here yet'),
    h('p', {}, 'When somebody writes @ and your name, or answers you, you find it here.'),
  );
  const loading = h('p', { class: 'notifications-loading' }, h('span', { class: 'spinner', 'aria-hidden': 'true' }), 'Loading …');
  const readAll = h(
    'button',
    { type: 'button', class: 'link-button', on: { click: () => void inbox.readAll() } },
    'Mark all as read',
  );
  const more = h('button', { type: 'button', class: 'button notifications-more', on: { click: () => void inbox.more() } }, 'Show older');
  const panel = h(
    'section',
    { class: 'notifications', 'aria-labelledby': titleId },
    h(
      'header',
      { class: 'notifications-head' },
      h('h2', { id: titleId }, 'Notifications'),
      readAll,
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button notifications-close',
          'aria-label': 'Close notifications',
          on: {
            click: () => {
              disclosure.close();
              button.focus();
            },
          },
        },
        icon('close'),
      ),
    ),
    state,
    problem,
    h('div', { class: 'notifications-scroll', tabindex: -1 }, list, empty, loading, more),
  );
  const disclosure = disclose(button, panel);
  button.addEventListener('click', () => {
    if (!panel.hidden) {
      void inbox.load();
    }
  });
  const render = (): void => {
    const items = inbox.items.value;
    const focused = [...list.querySelectorAll('a')].indexOf(document.activeElement as HTMLAnchorElement);
    list.replaceChildren(
      ...items.map((notification) =>
        notificationRow(notification, inbox.nameOf, () => {
          void inbox.read(notification);
          disclosure.close();
        }),
      ),
    );
    if (focused >= 0) {
      list.querySelectorAll('a')[Math.min(focused, items.length - 1)]?.focus({ preventScroll: true });
    }
    loading.hidden = inbox.loaded.value || inbox.problem.value !== null;
    empty.hidden = !inbox.loaded.value || items.length > 0;
    more.hidden = !inbox.hasMore.value;
  };
  const count = (unread: number): void => {
    badge.hidden = unread === 0;
    badge.textContent = unread > BADGE_MAX ? `${BADGE_MAX}+` : String(unread);
    label.textContent = unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`;
    readAll.hidden = unread === 0;
  };
  const unsubscribe = [
    inbox.items.watch(render),
    inbox.loaded.watch(render),
    inbox.hasMore.watch(render),
    inbox.problem.watch((text) => {
      problem.hidden = text === null;
      problem.textContent = text ?? '';
      render();
    }),
    inbox.client.unread.watch(count),
    inbox.client.state.watch((now) => {
      const text = described(now);
      state.hidden = text === null;
      state.textContent = text ?? '';
      button.classList.toggle('bell-button--away', text !== null);
    }),
    disclosure.dispose,
  ];
  return {
    element: h('div', { class: 'bell' }, button, panel),
    dispose: () => unsubscribe.forEach((each) => each()),
  };
}

function described(state: NotificationsState): string | null {
  switch (state.name) {
    case 'waiting':
      return 'Not connected: news may come late. Trying again …';
    case 'closed':
      return state.why === 'stopped' ? null : 'Not connected. Load the page again to see what is new.';
    default:
      return null;
  }
}
