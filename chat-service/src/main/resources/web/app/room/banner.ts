import { h } from '../dom/element';
import { icon } from '../dom/icons';

/** An error that concerns the room as a whole; it stays until it is closed, replaced or over. */
export class Banner {
  readonly element: HTMLElement;
  readonly #text = h('span', { class: 'banner-text', dir: 'auto' });

  constructor() {
    this.element = h(
      'div',
      { class: 'banner', role: 'alert', hidden: true },
      icon('alert'),
      this.#text,
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close this message', on: { click: () => this.clear() } }, icon('close')),
    );
  }

  show(message: string): void {
    this.#text.textContent = message;
    this.element.hidden = false;
  }

  clear(): void {
    this.element.hidden = true;
    this.#text.textContent = '';
  }
}
