import type { Attachment } from '../api/messages';
import type { QuotedMessage, UserRef } from '../client';
import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import type { Draft } from '../frame/drafts';
import { Completion } from './completion';
import type { ComposerFiles } from './files/composerFiles';

const COUNTER_FROM = 0.8;

/** What is to be sent: to everybody, or whispered to some. */
export interface Written extends Draft {
  readonly whisperTo: readonly string[];
  readonly attachments: readonly Attachment[];
}

export interface ComposerListener {
  onTyped(): void;
  onPaused(): void;
  /** `false` keeps the text. */
  onSend(written: Written): boolean;
  onDraft(draft: Draft): void;
  /** Who can be mentioned. */
  people(): readonly UserRef[];
  /** Arrow up in an empty field. Whether there was something to edit. */
  onEditLast(): boolean;
  /** What else can be done here opens from a button; without this there is none. */
  menu?(anchor: HTMLElement): void;
  /** Files can be sent as well. */
  readonly files?: ComposerFiles;
}

/** Where a message is written: Enter sends, Shift+Enter starts a new line, `@` offers names. */
export class Composer {
  readonly element: HTMLFormElement;
  /** Further buttons before the text, such as the one that attaches files. */
  readonly tools = h('span', { class: 'composer-tools' });
  /** What belongs to the message and is no text, above the field. */
  readonly shelf = h('div', { class: 'composer-shelf' });
  readonly #input: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;
  readonly #label: HTMLElement;
  readonly #counter: HTMLElement;
  readonly #completion: Completion;
  readonly #context = h('div', { class: 'answered', hidden: true });
  readonly #barred = h('p', { class: 'composer-barred', hidden: true });
  readonly #box: HTMLElement;
  readonly #more: HTMLButtonElement | null;
  #replyTo: QuotedMessage | null = null;
  #whisperTo: readonly string[] = [];

  constructor(
    label: string,
    draft: Draft,
    /** In code points, as the server counts. */
    private readonly maxLength: () => number,
    private readonly listener: ComposerListener,
  ) {
    const id = uniqueId('composer');
    this.#label = h('label', { class: 'visually-hidden', for: id }, label);
    this.#counter = h('span', { class: 'composer-counter', id: `${id}-counter` });
    this.#input = h('textarea', {
      id,
      class: 'composer-input',
      rows: 1,
      placeholder: label,
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
    this.#more = this.#menu();
    this.#box = h('div', { class: 'composer-box' }, this.#more, this.tools, this.#input, this.#counter, this.#button);
    this.element = h(
      'form',
      { class: 'composer' },
      this.#label,
      this.#context,
      this.shelf,
      this.#completion.list,
      this.#completion.status,
      this.#box,
      this.#barred,
      h('p', { class: 'composer-hint', id: `${id}-hint` }, h('kbd', {}, 'Enter'), ' sends, ', h('kbd', {}, 'Shift'), '+', h('kbd', {}, 'Enter'), ' starts a new line'),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#about(draft.replyTo, []);
    this.#attach();
    this.#measure();
  }

  get draft(): Draft {
    return { text: this.#input.value, replyTo: this.#replyTo };
  }

  /** The next message answers this one. */
  reply(message: QuotedMessage): void {
    this.#about(message, []);
    this.#drafted();
    this.focus();
  }

  /** The next message is seen by these people only. */
  whisper(usernames: readonly string[]): void {
    this.#about(null, usernames);
    this.focus();
  }

  /** What was written on another device. */
  replace(text: string): void {
    if (this.#input.value !== text) {
      this.#input.value = text;
      this.#measure();
    }
  }

  /** What was written has been sent in another way. */
  clear(): void {
    this.#input.value = '';
    this.#completion.close();
    this.#about(null, []);
    this.#drafted();
    this.#measure();
  }

  /** What the field is called. */
  label(text: string): void {
    if (this.#label.textContent !== text) {
      this.#label.textContent = text;
      this.#input.placeholder = text;
    }
  }

  /** Whether it is known what else can be done here. */
  more(known: boolean): void {
    if (this.#more) {
      this.#more.disabled = !known;
    }
  }

  /** Says why nothing can be written here; `null` lets people write. */
  bar(reason: string | null): void {
    this.#barred.hidden = reason === null;
    this.#barred.textContent = reason ?? '';
    this.#box.hidden = reason !== null;
  }

  focus(): void {
    this.#input.focus({ preventScroll: true });
  }

  grow(): void {
    this.#measure();
  }

  #attach(): void {
    const { files } = this.listener;
    if (files) {
      this.tools.append(files.button);
      this.shelf.append(files.element);
      files.changes.on(() => this.#measure());
      files.listen(this.element, this.#input);
    }
  }

  #menu(): HTMLButtonElement | null {
    if (!this.listener.menu) {
      return null;
    }
    const button = h(
      'button',
      { type: 'button', class: 'icon-button composer-more', 'aria-label': 'More ways to send', 'aria-haspopup': 'menu', disabled: true, on: { click: () => this.listener.menu?.(button) } },
      icon('plus'),
    );
    return button;
  }

  #key(event: KeyboardEvent): void {
    if (this.#completion.key(event)) {
      return;
    }
    if (event.key === 'Escape' && !this.#context.hidden) {
      this.#leaveContext();
    }
    if (event.key === 'ArrowUp' && this.#input.value === '' && !event.shiftKey && this.listener.onEditLast()) {
      event.preventDefault();
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
    } else if (this.#whisperTo.length === 0) {
      this.listener.onTyped();
    }
  }

  #submit(): void {
    const text = this.#input.value.trim();
    const { files } = this.listener;
    if (!this.#sendable(text)) {
      return;
    }
    // Files are not whispered: they stay for the next message.
    const attachments = this.#whisperTo.length > 0 ? [] : (files?.arrived ?? []);
    if (this.listener.onSend({ text, replyTo: this.#replyTo, whisperTo: this.#whisperTo, attachments })) {
      if (attachments.length > 0) {
        files?.clear();
      }
      this.clear();
    }
    this.focus();
  }

  /** Files say something by themselves, once they have all arrived. */
  #sendable(text: string): boolean {
    const { files } = this.listener;
    const withFiles = files !== undefined && !files.empty && this.#whisperTo.length === 0;
    return length(text) <= this.maxLength() && (withFiles ? files.complete : text !== '');
  }

  #drafted(): void {
    this.listener.onDraft(this.draft);
  }

  #leaveContext(): void {
    this.#about(null, []);
    this.#drafted();
    this.focus();
  }

  /** What the next message answers, or who alone sees it. */
  #about(message: QuotedMessage | null, whisperTo: readonly string[]): void {
    this.#replyTo = message;
    this.#whisperTo = whisperTo;
    const whispers = whisperTo.length > 0;
    this.#context.hidden = message === null && !whispers;
    this.#context.classList.toggle('answered--whisper', whispers);
    this.#context.replaceChildren();
    if (message) {
      this.#context.append(
        icon('reply'),
        h(
          'p',
          { class: 'answered-text', role: 'status' },
          'Reply to ',
          h('strong', { dir: 'auto' }, message.user.username),
          ' ',
          h('span', { class: 'answered-quote', dir: 'auto' }, message.text),
        ),
        this.#leave('Do not reply'),
      );
    } else if (whispers) {
      this.#context.append(
        icon('whisper'),
        h(
          'p',
          { class: 'answered-text', role: 'status' },
          'Whisper to ',
          h('strong', { dir: 'auto' }, new Intl.ListFormat('en', { type: 'conjunction' }).format(whisperTo)),
          ': nobody else sees it',
        ),
        this.#leave('Do not whisper'),
      );
    }
  }

  #leave(label: string): HTMLElement {
    return h(
      'button',
      { type: 'button', class: 'icon-button icon-button--small', 'aria-label': label, on: { click: () => this.#leaveContext() } },
      icon('close'),
    );
  }

  #measure(): void {
    const used = length(this.#input.value.trim());
    const max = this.maxLength();
    this.#counter.textContent = used > max * COUNTER_FROM ? `${used} / ${max}` : '';
    this.#counter.classList.toggle('composer-counter--over', used > max);
    this.#input.setAttribute('aria-invalid', String(used > max));
    this.#button.disabled = !this.#sendable(this.#input.value.trim());
    this.#input.style.height = 'auto';
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }
}

const length = (text: string): number => [...text].length;
