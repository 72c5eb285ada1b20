import type { Unsubscribe } from '../client';
import { h, setAttribute, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import { openCreateRoom } from '../lobby/createRoom';
import { displayName, isConversation } from '../lobby/naming';
import { InvitePage } from '../invitations/invitePage';
import { LobbyPage } from '../lobby/lobbyPage';
import { RoomList } from '../lobby/roomList';
import { announcer } from '../notifications/announcer';
import { bell } from '../notifications/bell';
import { openNewConversation } from '../people/newConversation';
import { DashboardPage } from '../admin/dashboardPage';
import { ReportsPage } from '../admin/reportsPage';
import { RoomPage } from '../room/roomPage';
import { SearchPage } from '../search/searchPage';
import { accountMenu } from './accountMenu';
import { brand } from './brand';
import { connectionBar } from './connectionBar';
import { adminPath, pageOf, roomOf, searchOf, searchPath } from './router';
import type { Page, Session } from './session';

/** What stays around the pages of a signed-in user: rooms and account at the side, the state of the connection. */
export class Frame {
  readonly element: HTMLElement;
  readonly #rooms: RoomList;
  readonly #conversations: RoomList;
  readonly #all = h('a', { class: 'side-link', href: '/' }, icon('rooms'), h('span', { class: 'side-link-text' }, 'All rooms'));
  readonly #invited = h('span', { class: 'badge badge--mention' });
  readonly #find: HTMLInputElement;
  readonly #messages = h('a', { class: 'side-link side-link--search', href: searchPath('') });
  readonly #staff = h('a', { class: 'side-link side-link--search', href: adminPath }, icon('chart'), 'Administration');
  readonly #main = h('main', { id: 'main', class: 'main', tabindex: -1 });
  #page: Page | null = null;
  #unread: Unsubscribe | null = null;

  constructor(private readonly session: Session) {
    const findId = uniqueId('find');
    const context = { myId: session.me.id, statuses: session.statuses };
    this.#rooms = new RoomList('compact', context, 'Rooms');
    this.#conversations = new RoomList('compact', context, 'Conversations');
    this.#all.append(this.#invited);
    this.#find = h('input', {
      id: findId,
      class: 'input input--search',
      type: 'search',
      placeholder: 'Find …',
      autocomplete: 'off',
      maxlength: 100,
      'aria-keyshortcuts': 'Control+K Meta+K',
      on: { input: () => this.#renderList() },
    });
    this.element = h(
      'div',
      { class: 'frame' },
      h(
        'div',
        { class: 'sidebar' },
        h('header', { class: 'sidebar-head' }, brand(), session.inbox && bell(session.inbox).element),
        h(
          'nav',
          { class: 'sidebar-nav', 'aria-label': 'Rooms' },
          h('label', { class: 'visually-hidden', for: findId }, 'Find rooms and messages'),
          h('div', { class: 'search-box' }, icon('search'), this.#find, h('kbd', { class: 'shortcut', 'aria-hidden': 'true' }, shortcut())),
          this.#all,
          this.#messages,
          session.me.roles.includes('staff') && this.#staff,
          h(
            'div',
            { class: 'sidebar-rooms' },
            sideTitle('Conversations', 'New message', () => openNewConversation(session)),
            this.#conversations.element,
            sideTitle('Rooms', 'New room', () => openCreateRoom(session)),
            this.#rooms.element,
          ),
        ),
        h('footer', { class: 'sidebar-foot' }, accountMenu(session, 'above').element),
      ),
      h('div', { class: 'stage' }, connectionBar(session.client).element, this.#main),
      session.inbox && announcer(session.inbox),
    );
  }

  /** To be called once the frame is in the document: pages measure and focus. */
  start(): void {
    this.session.rooms.rooms.watch(() => this.#renderList());
    this.session.statuses.changes.on(() => this.#renderList());
    this.session.invitations.items.watch((items) => this.#renderInvited(items.length));
    this.session.router.path.watch((path) => this.#open(path));
    document.addEventListener('keydown', (event) => this.#shortcut(event));
  }

  #open(path: string): void {
    const first = this.#page === null;
    this.#page?.dispose();
    this.#unread?.();
    const { kind, page } = this.#pageAt(path);
    this.#page = page;
    this.#main.replaceChildren(page.element);
    this.element.dataset['page'] = kind;
    this.#find.value = '';
    this.#renderList();
    page.shown();
    this.#unread = this.session.rooms.unread.watch((unread) => {
      document.title = `${unread > 0 ? `(${unread}) ` : ''}${page.title} · confab`;
    });
    if (!first && kind !== 'room' && kind !== 'search') {
      page.element.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    }
  }

  #pageAt(path: string): { readonly kind: string; readonly page: Page } {
    const { session } = this;
    const room = roomOf(path);
    const search = searchOf(path);
    if (room !== null) {
      return { kind: 'room', page: new RoomPage(session, room) };
    }
    if (search) {
      return { kind: 'search', page: new SearchPage(session, search) };
    }
    const kind = pageOf(path) ?? 'lobby';
    switch (kind) {
      case 'invite':
        return { kind, page: new InvitePage(session) };
      case 'admin':
        return { kind, page: new DashboardPage(session) };
      case 'reports':
        return { kind, page: new ReportsPage(session) };
      case 'lobby':
        return { kind, page: new LobbyPage(session) };
    }
  }

  #renderInvited(count: number): void {
    this.#invited.hidden = count === 0;
    this.#invited.replaceChildren(
      ...(count === 0
        ? []
        : [h('span', { 'aria-hidden': 'true' }, String(count)), h('span', { class: 'visually-hidden' }, count === 1 ? ', 1 invitation' : `, ${count} invitations`)]),
    );
  }

  #renderList(): void {
    const query = this.#find.value.trim().replace(/^#/, '').toLocaleLowerCase();
    const path = this.session.router.path.value;
    const current = roomOf(path);
    const { me } = this.session;
    const rooms = this.session.rooms.rooms.value.filter((room) => displayName(room, me.id).toLocaleLowerCase().includes(query));
    this.#conversations.show(rooms.filter(isConversation), current);
    this.#rooms.show(
      rooms.filter((room) => !isConversation(room)),
      current,
    );
    this.#messages.href = searchPath(query);
    this.#messages.replaceChildren(icon('search'), h('span', { class: 'side-link-text', dir: 'auto' }, query === '' ? 'Search messages' : `Search messages for “${query}”`));
    const page = pageOf(path);
    setAttribute(this.#all, 'aria-current', page === 'lobby' ? 'page' : null);
    setAttribute(this.#messages, 'aria-current', searchOf(path) !== null ? 'page' : null);
    setAttribute(this.#staff, 'aria-current', page === 'admin' || page === 'reports' ? 'page' : null);
  }

  #shortcut(event: KeyboardEvent): void {
    const wanted = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k';
    if (wanted) {
      const field = this.#find.checkVisibility() ? this.#find : this.#main.querySelector<HTMLInputElement>('input[type=search]');
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    } else if (event.key === 'Enter' && document.activeElement === this.#find) {
      (this.#conversations.element.querySelector('a') ?? this.#rooms.element.querySelector('a') ?? this.#messages).click();
    }
  }
}

function sideTitle(title: string, action: string, act: () => void): HTMLElement {
  return h(
    'div',
    { class: 'side-title' },
    h('h2', {}, title),
    h('button', { type: 'button', class: 'icon-button icon-button--small', 'aria-label': action, on: { click: act } }, icon('plus')),
  );
}

const shortcut = (): string => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K');
