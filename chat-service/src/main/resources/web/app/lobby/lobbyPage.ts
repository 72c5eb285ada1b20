import type { Unsubscribe } from '../client';
import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import { accountMenu } from '../frame/accountMenu';
import { brand } from '../frame/brand';
import { searchPath } from '../frame/router';
import type { Page, Session } from '../frame/session';
import { invitationCards } from '../invitations/invitationCards';
import { bell } from '../notifications/bell';
import { openNewConversation } from '../people/newConversation';
import { ROOM_NAME, openCreateRoom } from './createRoom';
import type { ListedRoom } from './directory';
import { displayName, isConversation } from './naming';
import { RoomList } from './roomList';

type Filter = 'all' | 'unread' | 'private';

const FILTERS: readonly (readonly [Filter, string])[] = [
  ['all', 'All'],
  ['unread', 'Unread'],
  ['private', 'Private'],
];

const SEARCH_DELAY_MS = 250;
/** Conversations above the rooms; the others are one press away. */
const FEW = 5;

/** All rooms with their last message, what is unread and how many people are there. */
export class LobbyPage implements Page {
  readonly title = 'Rooms';
  readonly element: HTMLElement;
  readonly #rooms: RoomList;
  readonly #conversations: RoomList;
  readonly #roomsSection: HTMLElement;
  readonly #conversationsSection: HTMLElement;
  readonly #allConversations: HTMLButtonElement;
  readonly #search: HTMLInputElement;
  readonly #empty = h('div', { class: 'empty' });
  readonly #result = h('p', { class: 'visually-hidden', role: 'status' });
  readonly #messages = h('a', { class: 'search-link', href: searchPath('') });
  readonly #more: HTMLButtonElement;
  readonly #unsubscribe: Unsubscribe[] = [];
  #filter: Filter = 'all';
  #searchTimer = 0;
  #showsAll = false;

  constructor(private readonly session: Session) {
    const searchId = uniqueId('search');
    const context = { myId: session.me.id, statuses: session.statuses };
    this.#rooms = new RoomList('rich', context);
    this.#conversations = new RoomList('rich', context);
    this.#allConversations = h('button', { type: 'button', class: 'link-button lobby-all', on: { click: () => this.#showAll() } });
    this.#conversationsSection = section('Conversations', this.#conversations.element, this.#allConversations);
    this.#roomsSection = section('Rooms', this.#rooms.element);
    const invitations = invitationCards(session);
    this.#search = h('input', {
      id: searchId,
      class: 'input input--search',
      type: 'search',
      placeholder: 'Find a room',
      autocomplete: 'off',
      maxlength: 100,
      on: { input: () => this.#searched() },
    });
    this.#more = h('button', { type: 'button', class: 'button', hidden: true, on: { click: () => void session.rooms.more() } }, 'Show more rooms');
    const menu = accountMenu(session, 'below');
    const news = session.inbox && bell(session.inbox);
    this.#unsubscribe.push(menu.dispose, invitations.dispose, ...(news ? [news.dispose] : []));
    this.element = h(
      'div',
      { class: 'lobby' },
      h('div', { class: 'lobby-bar' }, brand(), news?.element, menu.element),
      h(
        'header',
        { class: 'lobby-head' },
        h('h1', { tabindex: -1 }, 'Rooms'),
        h(
          'div',
          { class: 'lobby-new' },
          h('button', { type: 'button', class: 'button', on: { click: () => openNewConversation(session) } }, icon('edit'), 'New message'),
          h(
            'button',
            { type: 'button', class: 'button button--primary', on: { click: () => openCreateRoom(session) } },
            icon('plus'),
            'New room',
          ),
        ),
      ),
      invitations.element,
      h(
        'div',
        { class: 'lobby-tools', role: 'search' },
        h('label', { class: 'visually-hidden', for: searchId }, 'Find a room'),
        h('div', { class: 'search-box' }, icon('search'), this.#search),
        this.#filters(),
      ),
      this.#messages,
      this.#result,
      this.#conversationsSection,
      this.#roomsSection,
      this.#empty,
      h('div', { class: 'lobby-more' }, this.#more),
    );
  }

  shown(): void {
    const { rooms } = this.session;
    rooms.open(true);
    this.#unsubscribe.push(
      rooms.rooms.watch(() => this.#render()),
      this.session.statuses.changes.on(() => this.#render()),
      rooms.loaded.watch(() => this.#render()),
      rooms.problem.watch(() => this.#render()),
      rooms.hasMore.watch((more) => (this.#more.hidden = !more)),
    );
  }

  dispose(): void {
    clearTimeout(this.#searchTimer);
    this.session.rooms.open(false);
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe());
  }

  #filters(): HTMLElement {
    const buttons = FILTERS.map(([filter, label]) =>
      h('button', { type: 'button', class: 'segment', 'aria-pressed': String(filter === this.#filter) }, label),
    );
    buttons.forEach((button, index) =>
      button.addEventListener('click', () => {
        this.#filter = FILTERS[index]![0];
        buttons.forEach((each) => each.setAttribute('aria-pressed', String(each === button)));
        this.#render();
        this.#announce();
      }),
    );
    return h('div', { class: 'segments', role: 'group', 'aria-label': 'Show' }, buttons);
  }

  #searched(): void {
    this.#render();
    clearTimeout(this.#searchTimer);
    const query = this.#query();
    this.#searchTimer = window.setTimeout(() => {
      if (query !== '') {
        // Rooms further down than what is loaded; a failure shows in the next refresh.
        this.session.rooms.search(query).catch(() => void this.session.rooms.refresh());
      }
      this.#announce();
    }, SEARCH_DELAY_MS);
  }

  #query(): string {
    return this.#search.value.trim().replace(/^#/, '');
  }

  #matching(): readonly ListedRoom[] {
    const query = this.#query().toLocaleLowerCase();
    return this.session.rooms.rooms.value.filter(
      (room) =>
        displayName(room, this.session.me.id).toLocaleLowerCase().includes(query) &&
        (this.#filter === 'all' || (this.#filter === 'unread' ? room.unread > 0 : room.visibility === 'private')),
    );
  }

  #announce(): void {
    const count = this.#matching().length;
    this.#result.textContent = count === 1 ? '1 room' : `${count} rooms`;
  }

  #render(): void {
    const rooms = this.#matching();
    const query = this.#query();
    this.#messages.href = searchPath(query);
    this.#messages.replaceChildren(icon('search'), query === '' ? 'Search messages' : `Search messages for “${query}”`);
    const conversations = rooms.filter(isConversation);
    const channels = rooms.filter((room) => !isConversation(room));
    const few = !this.#showsAll && query === '' && this.#filter === 'all' && conversations.length > FEW + 1;
    this.#conversations.show(few ? conversations.slice(0, FEW) : conversations, null);
    this.#conversationsSection.hidden = conversations.length === 0;
    this.#allConversations.hidden = !few;
    this.#allConversations.textContent = `All ${conversations.length} conversations`;
    this.#rooms.show(channels, null);
    this.#roomsSection.hidden = channels.length === 0;
    this.#empty.hidden = rooms.length > 0;
    if (rooms.length === 0) {
      this.#empty.replaceChildren(...this.#nothing());
    }
  }

  #showAll(): void {
    this.#showsAll = true;
    this.#render();
    this.#conversations.element.querySelectorAll('a')[FEW]?.focus();
  }

  #nothing(): HTMLElement[] {
    const { rooms } = this.session;
    const query = this.#query();
    if (!rooms.loaded.value) {
      return rooms.problem.value
        ? [
            h('h2', {}, 'The rooms could not be loaded'),
            h('p', {}, rooms.problem.value),
            h('button', { type: 'button', class: 'button', on: { click: () => void rooms.refresh() } }, 'Try again'),
          ]
        : [h('span', { class: 'spinner', 'aria-hidden': 'true' }), h('p', {}, 'Loading rooms …')];
    }
    if (query !== '') {
      return [
        h('h2', {}, 'No room found'),
        h('p', { dir: 'auto' }, `Nothing matches “${query}”.`),
        ...(ROOM_NAME.test(query)
          ? [
              h(
                'button',
                { type: 'button', class: 'button', on: { click: () => openCreateRoom(this.session, query) } },
                `Create “${query}”`,
              ),
            ]
          : []),
      ];
    }
    if (this.#filter === 'unread') {
      return [h('h2', {}, 'All caught up'), h('p', {}, 'There is nothing you have not read.')];
    }
    if (this.#filter === 'private') {
      return [h('h2', {}, 'No private rooms'), h('p', {}, 'Create one, or ask somebody to invite you to theirs.')];
    }
    return [h('h2', {}, 'No rooms yet'), h('p', {}, 'Create the first one and invite the others by its address.')];
  }
}

function section(title: string, ...content: HTMLElement[]): HTMLElement {
  const titleId = uniqueId('section');
  return h('section', { class: 'lobby-section', 'aria-labelledby': titleId, hidden: true }, h('h2', { id: titleId }, title), content);
}
