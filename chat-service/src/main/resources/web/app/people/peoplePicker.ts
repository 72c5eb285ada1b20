import { findPeople } from '../api/people';
import type { UserRef } from '../client';
import { avatar } from '../dom/avatar';
import { h, setAttribute, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';

const DELAY_MS = 150;
const CLOSE_AFTER_MS = 250;

export interface PickerOptions {
  readonly label: string;
  readonly hint?: string;
  readonly most: number;
  /** Those who are not offered. */
  readonly without: ReadonlySet<string>;
  readonly onChange?: () => void;
}

/**
 * Chooses people by their names: what begins like the text is offered, arrow keys move, Enter takes, Backspace in the
 * empty field takes the last one away. A name that was written out counts without being chosen.
 */
export class PeoplePicker {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #chosen: UserRef[] = [];
  readonly #chips = h('ul', { class: 'chips', 'aria-label': 'Chosen' });
  readonly #list: HTMLElement;
  readonly #status = h('p', { class: 'visually-hidden', role: 'status' });
  #offered: readonly UserRef[] = [];
  #active = 0;
  #timer = 0;
  #asked = 0;

  constructor(private readonly options: PickerOptions) {
    const id = uniqueId('people');
    this.#list = h('ul', { class: 'picker-list', id: `${id}-list`, role: 'listbox', 'aria-label': 'People', hidden: true });
    this.input = h('input', {
      id,
      class: 'input',
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      autocapitalize: 'none',
      spellcheck: 'false',
      maxlength: 32,
      autofocus: true,
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': this.#list.id,
      'aria-describedby': options.hint ? `${id}-hint` : null,
      on: { input: () => this.#typed(), keydown: (event) => this.#key(event), blur: () => this.#left() },
    });
    // The focus is to stay where it is.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.element = h(
      'div',
      { class: 'field picker' },
      h('label', { class: 'field-label', for: id }, options.label),
      this.#chips,
      this.input,
      this.#list,
      this.#status,
      options.hint && h('p', { class: 'field-hint', id: `${id}-hint` }, options.hint),
    );
    this.#renderChips();
  }

  /** The names of those who are chosen, and what was written out. */
  get usernames(): readonly string[] {
    const written = this.input.value.trim().replace(/^@/, '');
    return [...this.#chosen.map(({ username }) => username), ...(written === '' ? [] : [written])];
  }

  /** Not at once: what is below the list must not move away under a press that is meant for it. */
  #left(): void {
    window.setTimeout(() => document.activeElement !== this.input && this.#offer([]), CLOSE_AFTER_MS);
  }

  #typed(): void {
    clearTimeout(this.#timer);
    const asked = (this.#asked += 1);
    const text = this.input.value.trim().replace(/^@/, '');
    this.options.onChange?.();
    if (text === '') {
      this.#offer([]);
      return;
    }
    this.#timer = window.setTimeout(() => {
      findPeople(text)
        .then(({ items }) => {
          if (asked === this.#asked && document.activeElement === this.input) {
            this.#offer(items.filter(({ id }) => !this.options.without.has(id) && !this.#chosen.some((one) => one.id === id)));
          }
        })
        // The name can be written out all the same.
        .catch(() => asked === this.#asked && this.#offer([]));
    }, DELAY_MS);
  }

  #key(event: KeyboardEvent): void {
    const open = !this.#list.hidden;
    if (event.isComposing) {
      return;
    }
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#active = (this.#active + step + this.#offered.length) % this.#offered.length;
      this.#render();
    } else if (open && event.key === 'Enter') {
      this.#take(this.#active);
    } else if (open && event.key === 'Escape') {
      this.#offer([]);
    } else if (event.key === 'Backspace' && this.input.value === '' && this.#chosen.length > 0) {
      this.#drop(this.#chosen.at(-1)!);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #take(index: number): void {
    const person = this.#offered[index];
    if (person && this.#chosen.length < this.options.most) {
      this.#chosen.push(person);
      this.input.value = '';
      this.#asked += 1;
      this.#offer([]);
      this.#renderChips();
      this.#status.textContent = `${person.username} chosen`;
      this.input.focus();
      this.options.onChange?.();
    }
  }

  #drop(person: UserRef): void {
    this.#chosen.splice(this.#chosen.indexOf(person), 1);
    this.#renderChips();
    this.#status.textContent = `${person.username} removed`;
    this.input.focus();
    this.options.onChange?.();
  }

  #offer(people: readonly UserRef[]): void {
    this.#offered = people;
    this.#active = 0;
    this.#render();
    this.#status.textContent = people.length === 0 ? '' : `${people.length === 1 ? '1 person' : `${people.length} people`}. Use the arrow keys, take one with Enter.`;
  }

  #render(): void {
    const open = this.#offered.length > 0;
    this.#list.hidden = !open;
    this.input.setAttribute('aria-expanded', String(open));
    this.#list.replaceChildren(
      ...this.#offered.map((person, index) =>
        h(
          'li',
          {
            class: 'completion-option',
            id: `${this.#list.id}-${index}`,
            role: 'option',
            'aria-selected': String(index === this.#active),
            on: { click: () => this.#take(index) },
          },
          avatar(person, 'small'),
          h('span', { class: 'person-name', dir: 'auto' }, person.username),
        ),
      ),
    );
    setAttribute(this.input, 'aria-activedescendant', open ? `${this.#list.id}-${this.#active}` : null);
  }

  #renderChips(): void {
    this.#chips.hidden = this.#chosen.length === 0;
    this.#chips.replaceChildren(
      ...this.#chosen.map((person) =>
        h(
          'li',
          { class: 'chip' },
          avatar(person, 'small'),
          h('span', { class: 'chip-name', dir: 'auto' }, person.username),
          h(
            'button',
            { type: 'button', class: 'icon-button icon-button--small', 'aria-label': `Remove ${person.username}`, on: { click: () => this.#drop(person) } },
            icon('close'),
          ),
        ),
      ),
    );
  }
}
