import type { UserRef } from '../client';
import { avatar } from '../dom/avatar';
import { h, setAttribute, uniqueId } from '../dom/element';

const MAX_SHOWN = 6;
/** An `@` at the beginning of a word, and the beginning of a name up to the caret. */
const BEGUN = /(?<![\p{Alphabetic}\p{M}\p{Nd}\p{Pc}])@([\p{Alphabetic}\p{M}\p{Nd}\p{Pc}.-]{0,32})$/u;

/**
 * Offers names while somebody writes `@`. The focus stays in the text: arrow keys choose, Enter or Tab takes, Escape
 * closes; screen readers hear how many there are and which one is chosen.
 */
export class Completion {
  readonly list: HTMLElement;
  /** For screen readers. */
  readonly status = h('p', { class: 'visually-hidden', role: 'status' });
  #shown: readonly UserRef[] = [];
  #active = 0;

  constructor(
    private readonly input: HTMLTextAreaElement,
    private readonly people: () => readonly UserRef[],
    private readonly onTaken: () => void,
  ) {
    this.list = h('ul', { class: 'completion', id: uniqueId('completion'), role: 'listbox', 'aria-label': 'People to mention', hidden: true });
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-haspopup', 'listbox');
    input.setAttribute('aria-controls', this.list.id);
    input.addEventListener('blur', () => this.close());
    input.addEventListener('click', () => this.update());
    // The focus is to stay where it is.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  /** To be called after every change of the text or the caret. */
  update(): void {
    const begun = this.#begun();
    this.#shown = begun === null ? [] : matching(this.people(), begun).slice(0, MAX_SHOWN);
    this.#active = 0;
    this.#render();
  }

  close(): void {
    this.#shown = [];
    this.#render();
  }

  /** Whether the key was for the list. */
  key(event: KeyboardEvent): boolean {
    if (!this.isOpen || event.isComposing) {
      return false;
    }
    switch (event.key) {
      case 'ArrowDown':
        this.#move(1);
        break;
      case 'ArrowUp':
        this.#move(-1);
        break;
      case 'Enter':
      case 'Tab':
        if (event.shiftKey) {
          return false;
        }
        this.#take(this.#active);
        break;
      case 'Escape':
        this.close();
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #move(step: number): void {
    this.#active = (this.#active + step + this.#shown.length) % this.#shown.length;
    this.#render();
  }

  #take(index: number): void {
    const person = this.#shown[index];
    const begun = this.#begun();
    if (person && begun !== null) {
      const caret = this.input.selectionStart;
      this.input.setRangeText(`@${person.username} `, caret - begun.length - 1, caret, 'end');
      this.close();
      this.status.textContent = `${person.username} mentioned`;
      this.onTaken();
    }
  }

  /** What stands between the `@` and the caret. */
  #begun(): string | null {
    const { selectionStart, selectionEnd, value } = this.input;
    const match = selectionStart === selectionEnd ? BEGUN.exec(value.slice(0, selectionStart)) : null;
    return match ? match[1]! : null;
  }

  #render(): void {
    const open = this.#shown.length > 0;
    const opened = open && this.list.hidden;
    this.list.hidden = !open;
    this.list.replaceChildren(
      ...this.#shown.map((person, index) =>
        h(
          'li',
          {
            class: 'completion-option',
            id: `${this.list.id}-${index}`,
            role: 'option',
            'aria-selected': String(index === this.#active),
            on: { click: () => this.#take(index) },
          },
          avatar(person, 'small'),
          h('span', { class: 'person-name', dir: 'auto' }, person.username),
        ),
      ),
    );
    setAttribute(this.input, 'aria-activedescendant', open ? `${this.list.id}-${this.#active}` : null);
    if (opened) {
      const count = this.#shown.length;
      this.status.textContent = `${count === 1 ? '1 person' : `${count} people`} to mention. Use the arrow keys, take one with Enter.`;
    } else if (!open) {
      this.status.textContent = '';
    }
  }
}

/** Those whose names begin so first, then those that contain it. */
function matching(people: readonly UserRef[], begun: string): UserRef[] {
  const wanted = begun.toLocaleLowerCase();
  const rank = (person: UserRef): number => person.username.toLocaleLowerCase().indexOf(wanted);
  return people
    .filter((person) => rank(person) >= 0)
    .sort((a, b) => Math.min(rank(a), 1) - Math.min(rank(b), 1) || a.username.localeCompare(b.username));
}
