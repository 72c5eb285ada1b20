import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';

/** Something beside the messages: at the side where there is space, over them on a narrow window, a page of its own on a phone. */
export interface SidePanel {
  readonly element: HTMLElement;
  /** Called once the element is in the document. */
  shown(): void;
  dispose(): void;
}

/** The frame of a side panel: its heading, the button that closes it, what it holds. */
export function panelFrame(title: string, close: () => void, tools: readonly HTMLElement[], ...content: HTMLElement[]): HTMLElement {
  const titleId = uniqueId('panel');
  const element = h(
    'aside',
    { class: 'panel', 'aria-labelledby': titleId },
    h(
      'header',
      { class: 'panel-head' },
      h('button', { type: 'button', class: 'icon-button panel-back', 'aria-label': 'Back to the room', on: { click: close } }, icon('back')),
      h('h2', { id: titleId, tabindex: -1, dir: 'auto' }, title),
      tools,
      h('button', { type: 'button', class: 'icon-button panel-close', 'aria-label': `Close: ${title}`, on: { click: close } }, icon('close')),
    ),
    content,
  );
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      close();
    }
  });
  return element;
}

/** The one panel that is open, if any. On a phone the browser's way back closes it. */
export class PanelHost {
  #panel: SidePanel | null = null;
  #opener: Element | null = null;
  #inHistory = false;
  readonly #onBack = (): void => {
    this.#inHistory = false;
    this.close();
  };

  constructor(private readonly body: HTMLElement) {}

  get panel(): SidePanel | null {
    return this.#panel;
  }

  open(panel: SidePanel): void {
    const opener = this.#panel ? this.#opener : document.activeElement;
    this.#remove();
    this.#panel = panel;
    this.#opener = opener;
    this.body.append(panel.element);
    this.body.classList.add('room-body--panel');
    if (!this.#inHistory && window.matchMedia('(max-width: 48rem)').matches) {
      history.pushState({ panel: true }, '');
      this.#inHistory = true;
      window.addEventListener('popstate', this.#onBack, { once: true });
    }
    panel.shown();
  }

  close(): void {
    const opener = this.#opener;
    if (this.#panel) {
      this.#remove();
      if (this.#inHistory) {
        this.#forget();
        history.back();
      }
      if (opener instanceof HTMLElement && opener.isConnected) {
        opener.focus({ preventScroll: true });
      }
    }
  }

  dispose(): void {
    this.#remove();
    this.#forget();
  }

  #remove(): void {
    this.#panel?.dispose();
    this.#panel?.element.remove();
    this.#panel = null;
    this.#opener = null;
    this.body.classList.remove('room-body--panel');
  }

  #forget(): void {
    this.#inHistory = false;
    window.removeEventListener('popstate', this.#onBack);
  }
}
