import type { UserRef } from '../client';
import { avatar } from '../dom/avatar';
import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';

/** Who is in the room now. Beside the messages where there is space, over them on a narrow window. */
export class PeoplePanel {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly #count = h('span', { class: 'people-count' });
  readonly #list = h('ul', { class: 'people-list' });
  readonly #people = new Map<string, UserRef>();
  readonly #wide = window.matchMedia('(min-width: 68rem)');
  readonly #onResize = (): void => this.#set(this.#wide.matches);
  readonly #onPress = (event: Event): void => {
    const inside = event.target instanceof Node && (this.element.contains(event.target) || this.button.contains(event.target));
    if (!inside && !this.#wide.matches) {
      this.#set(false);
    }
  };

  constructor(
    private readonly myId: string,
    private readonly onCount: (count: number) => void,
    ...extra: HTMLElement[]
  ) {
    const titleId = uniqueId('people');
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
      extra,
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
    this.#render();
  }

  dispose(): void {
    this.#wide.removeEventListener('change', this.#onResize);
    document.removeEventListener('pointerdown', this.#onPress);
  }

  /** Who is here now. */
  get people(): UserRef[] {
    return [...this.#people.values()];
  }

  show(people: readonly UserRef[]): void {
    this.#people.clear();
    people.forEach((user) => this.#people.set(user.id, user));
    this.#render();
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
    this.#render();
    return true;
  }

  #render(): void {
    const count = this.#people.size;
    this.#count.textContent = String(count);
    this.onCount(count);
    const people = [...this.#people.values()].sort((a, b) => a.username.localeCompare(b.username));
    this.#list.replaceChildren(
      ...people.map((user) =>
        h(
          'li',
          { class: 'person' },
          h('span', { class: 'person-avatar' }, avatar(user, 'small'), h('span', { class: 'presence-dot', 'aria-hidden': 'true' })),
          h('span', { class: 'person-name', dir: 'auto' }, user.username),
          user.id === this.myId && h('span', { class: 'person-you' }, 'you'),
        ),
      ),
    );
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
