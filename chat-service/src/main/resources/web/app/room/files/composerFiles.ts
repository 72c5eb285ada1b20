import { ApiError } from '../../api/http';
import { upload, withdraw, type Upload } from '../../api/attachments';
import type { Attachment } from '../../api/messages';
import { Emitter } from '../../client';
import { h } from '../../dom/element';
import { icon } from '../../dom/icons';
import { fileSize } from './fileSize';

const MOST = 10;
/** Files on their way at a time: the server takes only so many of one person. */
const AT_ONCE = 4;

interface Item {
  readonly file: File;
  readonly element: HTMLLIElement;
  waiting: boolean;
  upload: Upload | null;
  done: Attachment | null;
}

/**
 * The files of a message that is being written: chosen, dropped or pasted. They are uploaded at once, so that sending is
 * quick; a message with files is sent when all of them have arrived.
 */
export class ComposerFiles {
  readonly changes = new Emitter<void>();
  readonly button: HTMLElement;
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #list = h('ul', { class: 'uploads', 'aria-label': 'Files of this message' });
  readonly #status = h('p', { class: 'visually-hidden', role: 'status' });
  readonly #items: Item[] = [];

  constructor(private readonly room: string) {
    this.#input = h('input', { type: 'file', multiple: true, hidden: true, tabindex: -1, on: { change: () => this.#chosen() } });
    this.button = h(
      'button',
      { type: 'button', class: 'icon-button composer-attach', 'aria-label': 'Attach files', title: 'Attach files', on: { click: () => this.#input.click() } },
      icon('paperclip'),
    );
    this.element = h('div', { class: 'composer-files', hidden: true }, this.#list, this.#status, this.#input);
  }

  /** Whether there is anything to be sent. */
  get empty(): boolean {
    return this.#items.length === 0;
  }

  /** Whether all files have arrived. */
  get complete(): boolean {
    return this.#items.every((item) => item.done !== null);
  }

  get arrived(): readonly Attachment[] {
    return this.#items.flatMap((item) => item.done ?? []);
  }

  /** They belong to a message now. */
  clear(): void {
    this.#items.length = 0;
    this.#list.replaceChildren();
    this.#changed();
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.#items.length === MOST) {
        this.#say(`A message has at most ${MOST} files.`);
        break;
      }
      const item: Item = { file, element: h('li', { class: 'upload' }), waiting: true, upload: null, done: null };
      this.#items.push(item);
      this.#list.append(item.element);
      this.#show(item, 'Waiting …');
    }
    this.#startNext();
    this.#changed();
  }

  /** Takes what is dropped on an element, and what is pasted into a field. */
  listen(target: HTMLElement, field: HTMLElement): void {
    let depth = 0;
    const over = (on: boolean): boolean => target.classList.toggle('takes-files', on);
    target.addEventListener('dragenter', (event) => {
      if (holdsFiles(event.dataTransfer)) {
        depth += 1;
        over(true);
      }
    });
    target.addEventListener('dragleave', (event) => {
      if (holdsFiles(event.dataTransfer)) {
        depth = Math.max(0, depth - 1);
        over(depth > 0);
      }
    });
    target.addEventListener('dragover', (event) => {
      if (holdsFiles(event.dataTransfer)) {
        event.preventDefault();
      }
    });
    target.addEventListener('drop', (event) => {
      depth = 0;
      over(false);
      if (event.dataTransfer && holdsFiles(event.dataTransfer)) {
        event.preventDefault();
        this.add(event.dataTransfer.files);
      }
    });
    field.addEventListener('paste', (event) => {
      const files = event.clipboardData?.files;
      if (files && files.length > 0) {
        event.preventDefault();
        this.add(files);
      }
    });
  }

  #chosen(): void {
    this.add([...(this.#input.files ?? [])]);
    this.#input.value = '';
  }

  #startNext(): void {
    const going = this.#items.filter(({ upload }) => upload !== null).length;
    const next = this.#items.filter(({ waiting }) => waiting).slice(0, Math.max(0, AT_ONCE - going));
    next.forEach((item) => void this.#start(item));
  }

  async #start(item: Item): Promise<void> {
    const { file } = item;
    const bar = h('progress', { class: 'upload-progress', max: 1, value: 0, 'aria-label': `Uploading ${file.name}` });
    this.#show(item, 'Uploading …', bar);
    item.waiting = false;
    item.upload = upload(this.room, file, (share) => (bar.value = share));
    try {
      item.done = await item.upload.done;
      this.#show(item, fileSize(file.size));
      this.#say(`${file.name} is uploaded.`);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      if (error.code !== 'aborted') {
        this.#failed(item, error);
      }
    }
    item.upload = null;
    this.#startNext();
    this.#changed();
  }

  #failed(item: Item, { code, message }: ApiError): void {
    const temporary = code === 'unreachable' || code === 'unavailable' || code === 'overloaded' || code === 'rate_limited';
    const retry = h('button', { type: 'button', class: 'link-button', on: { click: () => void this.#start(item) } }, 'Try again');
    this.#show(item, message, temporary && retry);
    item.element.classList.add('upload--failed');
    this.#say(`${item.file.name} was not uploaded. ${message}`);
  }

  #show(item: Item, note: string, more: HTMLElement | false = false): void {
    const { file, element } = item;
    element.classList.remove('upload--failed');
    element.replaceChildren(
      icon(file.type.startsWith('image/') ? 'image' : 'file'),
      h(
        'span',
        { class: 'attachment-facts' },
        h('span', { class: 'attachment-name', dir: 'auto', title: file.name }, file.name),
        h('span', { class: 'attachment-note' }, note),
        more,
      ),
      h(
        'button',
        { type: 'button', class: 'icon-button icon-button--small', 'aria-label': `Remove ${file.name}`, on: { click: () => this.#remove(item) } },
        icon('close'),
      ),
    );
  }

  #remove(item: Item): void {
    const at = this.#items.indexOf(item);
    this.#items.splice(at, 1);
    item.element.remove();
    item.upload?.abort();
    if (item.done) {
      withdraw(this.room, item.done.id);
    }
    const next = this.#items[Math.min(at, this.#items.length - 1)]?.element.querySelector('button') ?? this.button;
    next.focus();
    this.#say(`${item.file.name} is removed.`);
    this.#changed();
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }

  #changed(): void {
    this.element.hidden = this.empty;
    this.changes.emit();
  }
}

const holdsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') === true;
