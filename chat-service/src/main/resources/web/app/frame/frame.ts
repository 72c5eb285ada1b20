import type { Unsubscribe } from '../client';
import { h, setAttribute, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import { openCreateRoom } from '../lobby/createRoom';
import { displayName } from '../lobby/directory';
import { LobbyPage } from '../lobby/lobbyPage';
import { RoomList } from '../lobby/roomList';
import { announcer } from '../notifications/announcer';
import { bell } from '../notifications/bell';
import { RoomPage } from '../room/roomPage';
import { SearchPage } from '../search/searchPage';
import { accountMenu } from './accountMenu';
import { brand } from './brand';
import { connectionBar } from './connectionBar';
import { roomOf, searchOf, searchPath } from './router';
import type { Page, Session } from './session';

/** What stays around the pages of a signed-in user: rooms and account at the side, the state of the connection. */
export class Frame {
  readonly element: HTMLElement;
  readonly #list: RoomList;
  readonly #find: HTMLInputElement;
  readonly #messages = h('a', { class: 'side-link side-link--search', href: searchPath('') });
  readonly #main = h('main', { id: 'main', class: 'main', tabindex: -1 });
  #page: Page | null = null;
  #unread: Unsubscribe | null = null;

  constructor(private readonly session: Session) {
    const findId = uniqueId('find');
    this.#list = new RoomList('compact', session.me.id);
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
          h('a', { class: 'side-link', href: '/' }, icon('rooms'), 'All rooms'),
          this.#messages,
          h(
            'div',
            { class: 'side-title' },
            h('h2', {}, 'Recent'),
            h(
              'button',
              { type: 'button', class: 'icon-button icon-button--small', 'aria-label': 'New room', on: { click: () => openCreateRoom(session) } },
              icon('plus'),
            ),
          ),
          h('div', { class: 'sidebar-rooms' }, this.#list.element),
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
    this.session.router.path.watch((path) => this.#open(path));
    document.addEventListener('keydown', (event) => this.#shortcut(event));
  }

  #open(path: string): void {
    const first = this.#page === null;
    this.#page?.dispose();
    this.#unread?.();
    const room = roomOf(path);
    const search = searchOf(path);
    const page = room !== null ? new RoomPage(this.session, room) : search ? new SearchPage(this.session, search) : new LobbyPage(this.session);
    this.#page = page;
    this.#main.replaceChildren(page.element);
    this.element.dataset['page'] = room !== null ? 'room' : search ? 'search' : 'lobby';
    this.#find.value = '';
    this.#renderList();
    page.shown();
    this.#unread = this.session.rooms.unread.watch((unread) => {
      document.title = `${unread > 0 ? `(${unread}) ` : ''}${page.title} · confab`;
    });
    if (!first && room === null && !search) {
      page.element.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    }
  }

  #renderList(): void {
    const query = this.#find.value.trim().replace(/^#/, '').toLocaleLowerCase();
    const path = this.session.router.path.value;
    const current = roomOf(path);
    const { me } = this.session;
    const rooms = this.session.rooms.rooms.value.filter((room) => displayName(room, me.id).toLocaleLowerCase().includes(query));
    this.#list.show(rooms, current);
    this.#messages.href = searchPath(query);
    this.#messages.replaceChildren(icon('search'), h('span', { class: 'side-link-text', dir: 'auto' }, query === '' ? 'Search messages' : `Search messages for “${query}”`));
    const searching = searchOf(path) !== null;
    setAttribute(this.element.querySelector('.side-link')!, 'aria-current', current === null && !searching ? 'page' : null);
    setAttribute(this.#messages, 'aria-current', searching ? 'page' : null);
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
      (this.#list.element.querySelector('a') ?? this.#messages).click();
    }
  }
}

const shortcut = (): string => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K');
