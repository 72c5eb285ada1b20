import type { QuotedMessage, UserRef } from '../client';
import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import type { Draft } from '../frame/session';
import { Completion } from './completion';

const COUNTER_FROM = 0.8;

export interface ComposerListener {
  onTyped(): void;
  onPaused(): void;
  /** `false` keeps the text. */
  onSend(draft: Draft): boolean;
  onDraft(draft: Draft): void;
  /** Who can be mentioned. */
  people(): readonly UserRef[];
}

/** Where a message is written: Enter sends, Shift+Enter starts a new line, `@` offers names. */
export class Composer {
  readonly element: HTMLFormElement;
  readonly #input: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;
  readonly #counter: HTMLElement;
  readonly #completion: Completion;
  readonly #answered = h('div', { class: 'answered', hidden: true });
  #replyTo: QuotedMessage | null = null;

  constructor(
    room: string,
    draft: Draft,
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
    this.#input.value = draft.text;
    this.#completion = new Completion(this.#input, () => listener.people(), () => this.#typed());
    this.#button = h('button', { type: 'submit', class: 'composer-send', 'aria-label': 'Send message' }, icon('send'));
    this.element = h(
      'form',
      { class: 'composer' },
      h('label', { class: 'visually-hidden', for: id }, `Message ${room}`),
      this.#answered,
      this.#completion.list,
      this.#completion.status,
      h('div', { class: 'composer-box' }, this.#input, this.#counter, this.#button),
      h('p', { class: 'composer-hint', id: `${id}-hint` }, h('kbd', {}, 'Enter'), ' sends, ', h('kbd', {}, 'Shift'), '+', h('kbd', {}, 'Enter'), ' starts a new line'),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#answer(draft.replyTo);
    this.#measure();
  }

  /** The next message answers this one. */
  reply(message: QuotedMessage): void {
    this.#answer(message);
    this.#drafted();
    this.focus();
  }

  focus(): void {
    this.#input.focus({ preventScroll: true });
  }

  grow(): void {
    this.#measure();
  }

  #key(event: KeyboardEvent): void {
    if (this.#completion.key(event)) {
      return;
    }
    if (event.key === 'Escape' && this.#replyTo) {
      this.#cancelReply();
    }
    // While an input method composes, Enter picks a word.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    }
  }

  #typed(): void {
    this.#measure();
    this.#completion.update();
    this.#drafted();
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
    if (this.listener.onSend({ text, replyTo: this.#replyTo })) {
      this.#input.value = '';
      this.#completion.close();
      this.#answer(null);
      this.#drafted();
      this.#measure();
    }
    this.focus();
  }

  #drafted(): void {
    this.listener.onDraft({ text: this.#input.value, replyTo: this.#replyTo });
  }

  #cancelReply(): void {
    this.#answer(null);
    this.#drafted();
    this.focus();
  }

  #answer(message: QuotedMessage | null): void {
    this.#replyTo = message;
    this.#answered.hidden = message === null;
    this.#answered.replaceChildren(
      ...(message
        ? [
            icon('reply'),
            h(
              'p',
              { class: 'answered-text', role: 'status' },
              'Reply to ',
              h('strong', { dir: 'auto' }, message.user.username),
              ' ',
              h('span', { class: 'answered-quote', dir: 'auto' }, message.text),
            ),
            h(
              'button',
              { type: 'button', class: 'icon-button icon-button--small', 'aria-label': 'Do not reply', on: { click: () => this.#cancelReply() } },
              icon('close'),
            ),
          ]
        : []),
    );
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
