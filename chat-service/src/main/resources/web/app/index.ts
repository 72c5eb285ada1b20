import './styles/index.css';
import { authPage } from './account/authPage';
import { me } from './api/accounts';
import { ApiError } from './api/http';
import { notificationsAddress } from './api/notifications';
import { ConfabClient, Outbox } from './client';
import { h } from './dom/element';
import { Drafts } from './frame/drafts';
import { Frame } from './frame/frame';
import { Router, loginPath } from './frame/router';
import { ScheduledMessages } from './frame/scheduled';
import type { Session } from './frame/session';
import { RoomDirectory } from './lobby/directory';
import { RoomWatcher } from './lobby/watcher';
import { Invitations } from './invitations/invitations';
import { Statuses } from './people/statuses';
import { Inbox } from './notifications/inbox';

const root = document.getElementById('app')!;

const path = location.pathname.replace(/\/$/, '');
if (path === '/login' || path === '/register') {
  const page = authPage(path === '/login' ? 'login' : 'register');
  root.replaceChildren(page.element);
  document.title = `${page.title} · confab`;
  root.querySelector<HTMLElement>('[autofocus]')?.focus();
} else {
  void enter();
}

async function enter(): Promise<void> {
  try {
    start(await session());
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      location.replace(loginPath());
    } else if (error instanceof ApiError) {
      root.replaceChildren(unreachable(error));
    } else {
      throw error;
    }
  }
}

async function session(): Promise<Session> {
  const account = await me();
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const client = new ConfabClient(`${scheme}://${location.host}/ws`);
  const statuses = new Statuses(account);
  const rooms = new RoomDirectory(account.id, statuses);
  const notifications = notificationsAddress();
  return {
    me: account,
    client,
    outbox: new Outbox(client, sessionStorage, `confab.outbox.${account.id}`),
    rooms,
    watcher: new RoomWatcher(client, rooms, account.id),
    router: new Router(),
    inbox: notifications === null ? null : new Inbox(notifications, (room) => rooms.nameOf(room)),
    drafts: new Drafts(client),
    scheduled: new ScheduledMessages(client, (room) => rooms.nameOf(room)),
    statuses,
    invitations: new Invitations(client),
  };
}

function start(session: Session): void {
  const { client, rooms, inbox } = session;
  client.connection.state.watch((state) => {
    if (state.name === 'ready') {
      void rooms.refresh();
    } else if (state.name === 'closed' && state.why === 'sign-in') {
      void signInAgain(session);
    }
  });
  client.personal.on((event) => rooms.personal(event));
  client.personalReset.on(() => void session.statuses.loadMine());
  client.statuses.on(({ user, status }) => session.statuses.hear(user.id, status));
  window.addEventListener('online', () => {
    client.connection.wake();
    inbox?.client.wake();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      client.connection.wake();
      inbox?.client.wake();
    }
  });
  session.router.start();
  const frame = new Frame(session);
  root.replaceChildren(frame.element);
  frame.start();
  session.watcher.start();
  client.connection.start();
  inbox?.client.start();
}

/** A connection may end because its token aged while the session is still good; only the server knows. */
async function signInAgain(session: Session): Promise<void> {
  try {
    await me();
    setTimeout(() => session.client.connection.start(), 2_000);
  } catch (error) {
    if (error instanceof ApiError && error.status !== 401) {
      setTimeout(() => void signInAgain(session), 5_000);
    } else {
      location.replace(loginPath());
    }
  }
}

function unreachable(error: ApiError): HTMLElement {
  return h(
    'main',
    { class: 'notice-page', id: 'main', tabindex: -1 },
    h('h1', {}, 'confab cannot be reached'),
    h('p', { role: 'alert' }, error.message),
    h('button', { type: 'button', class: 'button button--primary', on: { click: () => location.reload() } }, 'Try again'),
  );
}
