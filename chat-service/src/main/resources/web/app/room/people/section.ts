import { ApiError } from '../../api/http';
import { h } from '../../dom/element';

/** One part of a panel, of which one is shown at a time. */
export interface Section {
  readonly element: HTMLElement;
  /** Asks for what it shows, again after something changed. */
  load(): Promise<void>;
  dispose?(): void;
}

/** A list that is fetched as a whole: what it holds, or why there is nothing. */
export class FetchedList<T> {
  readonly element: HTMLElement;
  readonly #list = h('ul', { class: 'cards' });
  readonly #empty = h('p', { class: 'panel-empty', role: 'status' }, 'Loading …');
  #turn = 0;

  constructor(
    private readonly fetch: () => Promise<readonly T[]>,
    private readonly card: (item: T) => HTMLElement,
    private readonly nothing: () => string,
  ) {
    this.element = h('div', {}, this.#list, this.#empty);
  }

  async load(): Promise<void> {
    const turn = (this.#turn += 1);
    try {
      const items = await this.fetch();
      if (turn === this.#turn) {
        this.#list.replaceChildren(...items.map((item) => this.card(item)));
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
