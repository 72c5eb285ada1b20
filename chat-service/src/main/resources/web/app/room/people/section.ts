import { ApiError } from '../../api/http';
import { h } from '../../dom/element';
import { KeyedList, type ListItem } from '../../dom/keyedList';

/** One part of a panel, of which one is shown at a time. */
export interface Section {
  readonly element: HTMLElement;
  /** Asks for what it shows, again after something changed. */
  load(): Promise<void>;
  dispose?(): void;
}

/** A list that is fetched as a whole: what it holds, or why there is nothing. Cards of what is as it was are kept. */
export class FetchedList<T> {
  readonly element: HTMLElement;
  readonly #list = h('ul', { class: 'cards' });
  readonly #cards: KeyedList<T, ListItem<T>>;
  readonly #empty = h('p', { class: 'panel-empty', role: 'status' }, 'Loading …');
  #turn = 0;

  constructor(
    private readonly fetch: () => Promise<readonly T[]>,
    card: (item: T) => HTMLElement,
    private readonly nothing: () => string,
  ) {
    this.element = h('div', {}, this.#list, this.#empty);
    this.#cards = cardList(this.#list, card);
  }

  async load(): Promise<void> {
    const turn = (this.#turn += 1);
    try {
      const items = await this.fetch();
      if (turn === this.#turn) {
        this.#cards.show(items);
        this.#empty.hidden = items.length > 0;
        this.#empty.textContent = this.nothing();
      }
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      this.#empty.hidden = false;
      this.#empty.textContent = error.message;
    }
  }
}

/** Cards in a list, of which those stay whose item is the same in all that it says: with the focus, and what is said on them. */
export const cardList = <T>(list: HTMLElement, card: (item: T) => HTMLElement): KeyedList<T, ListItem<T>> =>
  new KeyedList(
    list,
    (item) => JSON.stringify(item),
    (item) => ({ element: card(item), show: () => undefined }),
  );

/** Does what a button on a card says; the button is busy meanwhile, and a refusal is said on the card. */
export function cardButton(label: string, act: () => Promise<unknown>, name?: string): HTMLElement {
  const problem = h('span', { class: 'field-error', role: 'alert' });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'link-button',
      'aria-label': name,
      on: {
        click: () => {
          button.disabled = true;
          problem.textContent = '';
          act()
            .catch((error: unknown) => {
              if (!(error instanceof ApiError)) {
                throw error;
              }
              problem.textContent = error.message;
            })
            .finally(() => (button.disabled = false));
        },
      },
    },
    label,
  );
  return h('span', { class: 'card-act' }, button, problem);
}
