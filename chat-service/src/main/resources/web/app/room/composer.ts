import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';

const COUNTER_FROM = 0.8;

export interface ComposerListener {
  onTyped(): void;
  onPaused(): void;
  /** `false` keeps the text. */
  onSend(text: string): boolean;
  onDraft(text: string): void;
}

/** Where a message is written: Enter sends, Shift+Enter starts a new line. */
export class Composer {
  readonly element: HTMLFormElement;
  readonly #input: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;
  readonly #counter: HTMLElement;

  constructor(
    room: string,
    draft: string,
    /** In code points, as the server counts. */
    private readonly maxLength: () => number,
    private readonly listener: ComposerListener,
  ) {
    const id = uniqueId('composer');
    this.#counter = h('span', { class: 'composer-counter', id: `${id}-counter` });
    this.#input = h('textarea', {
      id,
      class: 'composer-input',
      rows: 1,
      placeholder: `Message ${room}`,
      'aria-describedby': `${id}-hint ${id}-counter`,
      enterkeyhint: 'send',
      dir: 'auto',
      on: {
        keydown: (event) => this.#key(event),
        input: () => this.#typed(),
        blur: () => this.listener.onPaused(),
      },
    });
    this.#input.value = draft;
    this.#button = h('button', { type: 'submit', class: 'composer-send', 'aria-label': 'Send message' }, icon('send'));
    this.element = h(
      'form',
      { class: 'composer' },
      h('label', { class: 'visually-hidden', for: id }, `Message ${room}`),
      h('div', { class: 'composer-box' }, this.#input, this.#counter, this.#button),
      h('p', { class: 'composer-hint', id: `${id}-hint` }, h('kbd', {}, 'Enter'), ' sends, ', h('kbd', {}, 'Shift'), '+', h('kbd', {}, 'Enter'), ' starts a new line'),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#measure();
  }

  focus(): void {
    this.#input.focus({ preventScroll: true });
  }

  grow(): void {
    this.#measure();
  }

  #key(event: KeyboardEvent): void {
    // While an input method composes, Enter picks a word.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    }
  }

  #typed(): void {
    this.#measure();
    this.listener.onDraft(this.#input.value);
    if (this.#input.value.trim() === '') {
      this.listener.onPaused();
    } else {
      this.listener.onTyped();
    }
  }

  #submit(): void {
    const text = this.#input.value.trim();
    if (text === '' || length(text) > this.maxLength()) {
      return;
    }
    if (this.listener.onSend(text)) {
      this.#input.value = '';
      this.listener.onDraft('');
      this.#measure();
    }
    this.focus();
  }

  #measure(): void {
    const used = length(this.#input.value.trim());
    const max = this.maxLength();
    this.#counter.textContent = used > max * COUNTER_FROM ? `${used} / ${max}` : '';
    this.#counter.classList.toggle('composer-counter--over', used > max);
    this.#input.setAttribute('aria-invalid', String(used > max));
    this.#button.disabled = used === 0 || used > max;
    this.#input.style.height = 'auto';
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }
}

const length = (text: string): number => [...text].length;
