import type { Unsubscribe, UserRef } from '../../client';
import { h, uniqueId } from '../../dom/element';
import { icon } from '../../dom/icons';
import type { KeyedList, ListItem } from '../../dom/keyedList';
import type { Statuses } from '../../people/statuses';
import type { RoomStore } from '../model/store';
import type { Reader } from '../reader';
import { personList, type ListedPerson } from './personRow';
import { roleName } from './roles';
import type { Roster } from './roster';

/**
 * Who is in the room now, and in private rooms who else belongs to it. Beside the messages where there is space, over
 * them on a narrow window.
 */
export class PeoplePanel {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly #count = h('span', { class: 'people-count' });
  readonly #list = h('ul', { class: 'people-list' });
  readonly #away = h('ul', { class: 'people-list' });
  readonly #here: KeyedList<ListedPerson, ListItem<ListedPerson>>;
  readonly #gone: KeyedList<ListedPerson, ListItem<ListedPerson>>;
  readonly #others: HTMLElement;
  readonly #all: HTMLElement;
  readonly #people = new Map<string, UserRef>();
  readonly #unsubscribe: Unsubscribe[];
  readonly #wide = window.matchMedia('(min-width: 68rem)');
  readonly #onResize = (): void => this.#set(this.#wide.matches);
  readonly #onPress = (event: Event): void => {
    const { target } = event;
    // What opens from here is above everything, and no press outside.
    const inside = target instanceof Element && (this.element.contains(target) || this.button.contains(target) || target.closest('.popover, dialog') !== null);
    if (!inside && !this.#wide.matches) {
      this.#set(false);
    }
  };

  constructor(
    reader: Reader,
    private readonly store: RoomStore,
    private readonly roster: Roster,
    private readonly statuses: Statuses,
    private readonly onCount: (count: number) => void,
    /** Opens the list of all members. */
    openMembers: () => void,
  ) {
    this.#here = personList(this.#list, reader);
    this.#gone = personList(this.#away, reader);
    const titleId = uniqueId('people');
    const awayId = uniqueId('away');
    this.#others = h('section', { class: 'people-away', 'aria-labelledby': awayId, hidden: true }, h('header', { class: 'people-head' }, h('h2', { id: awayId }, 'Not here now')), this.#away);
    this.#all = h(
      'button',
      {
        type: 'button',
        class: 'people-all',
        on: {
          click: () => {
            if (!this.#wide.matches) {
              this.#close();
            }
            openMembers();
          },
        },
      },
      icon('people'),
      'Members and roles',
    );
    this.element = h(
      'aside',
      { class: 'people', id: `${titleId}-panel`, 'aria-labelledby': titleId },
      h(
        'header',
        { class: 'people-head' },
        h('h2', { id: titleId }, 'In this room'),
        h(
          'button',
          { type: 'button', class: 'icon-button', 'aria-label': 'Close the list of people', on: { click: () => this.#close() } },
          icon('close'),
        ),
      ),
      this.#list,
      this.#others,
      this.#all,
    );
    this.button = h(
      'button',
      {
        type: 'button',
        class: 'people-button',
        'aria-controls': this.element.id,
        on: { click: () => this.#set(this.element.hidden !== false, true) },
      },
      icon('people'),
      this.#count,
      h('span', { class: 'visually-hidden' }, ' online, show who'),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.#wide.matches) {
        this.#close();
      }
    });
    this.#wide.addEventListener('change', this.#onResize);
    document.addEventListener('pointerdown', this.#onPress);
    this.#set(this.#wide.matches);
    let facts = store.state.facts;
    this.#unsubscribe = [
      roster.members.watch(() => this.#render()),
      statuses.changes.on(() => this.#render()),
      store.changes.on((state) => {
        if (state.facts !== facts) {
          facts = state.facts;
          this.#render();
        }
      }),
    ];
    this.#counted();
  }

  dispose(): void {
    this.#wide.removeEventListener('change', this.#onResize);
    document.removeEventListener('pointerdown', this.#onPress);
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe());
  }

  /** Who is here now. */
  get people(): UserRef[] {
    return [...this.#people.values()];
  }

  show(people: readonly UserRef[]): void {
    this.#people.clear();
    people.forEach((user) => this.#people.set(user.id, user));
    this.#counted();
  }

  /** Whether this changed who is there. */
  change(user: UserRef, online: boolean): boolean {
    const known = this.#people.has(user.id);
    if (known === online) {
      return false;
    }
    if (online) {
      this.#people.set(user.id, user);
    } else {
      this.#people.delete(user.id);
    }
    this.#counted();
    return true;
  }

  #counted(): void {
    const count = this.#people.size;
    this.#count.textContent = String(count);
    this.onCount(count);
    this.#render();
  }

  #render(): void {
    const { visibility, kind } = this.store.state.facts;
    const here = this.people.sort((a, b) => a.username.localeCompare(b.username));
    const members = visibility === 'private' ? (this.roster.members.value ?? []) : [];
    const away = members.filter((member) => !this.#people.has(member.id));
    this.#here.show(here.map((user) => this.#listed(user, true)));
    this.#gone.show(away.map((user) => this.#listed(user, false)));
    this.#others.hidden = away.length === 0;
    this.#all.hidden = kind === 'direct';
  }

  #listed({ id, username }: UserRef, here: boolean): ListedPerson {
    const role = this.roster.roleOf(id);
    return { user: { id, username }, role, here, note: role === 'owner' || role === 'moderator' ? roleName(role) : null, status: this.statuses.get(id) };
  }

  #close(): void {
    this.#set(false);
    this.button.focus();
  }

  #set(open: boolean, moveFocus = false): void {
    this.element.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    if (open && moveFocus && !this.#wide.matches) {
      this.element.querySelector('button')?.focus();
    }
  }
}
