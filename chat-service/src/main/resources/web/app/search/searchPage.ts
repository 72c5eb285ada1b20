import { ApiError } from '../api/http';
import { searchMessages, type Found, type SearchQuery } from '../api/messages';
import { avatar } from '../dom/avatar';
import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import { fullTime, listTime } from '../dom/time';
import { messagePath, searchPath } from '../frame/router';
import type { Page, Session } from '../frame/session';

const DELAY_MS = 300;
/** `from:ann` within what is searched for names the author. */
const FROM = /(?:^|\s)from:@?(\S+)/iu;

/** Messages of every room that this user can read, found by their words. */
export class SearchPage implements Page {
  readonly title = 'Search';
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #scope = h('p', { class: 'search-scope' });
  readonly #list = h('ul', { class: 'found' });
  readonly #state = h('div', { class: 'empty' });
  readonly #result = h('p', { class: 'visually-hidden', role: 'status' });
  readonly #more: HTMLButtonElement;
  #room: string;
  #next: string | null = null;
  /** Answers to a question that was asked before the latest one are dropped. */
  #asked = 0;
  #timer = 0;

  constructor(
    private readonly session: Session,
    query: { readonly q: string; readonly room: string },
  ) {
    const id = uniqueId('search');
    this.#room = query.room;
    this.#input = h('input', {
      id,
      class: 'input input--search',
      type: 'search',
      value: query.q,
      placeholder: 'Words of a message, or from:name',
      autocomplete: 'off',
      maxlength: 200,
      enterkeyhint: 'search',
      on: { input: () => this.#later(), keydown: (event) => event.key === 'Enter' && void this.#search() },
    });
    this.#more = h('button', { type: 'button', class: 'button', hidden: true, on: { click: () => void this.#continue() } }, 'Show more');
    this.element = h(
      'div',
      { class: 'lobby search' },
      h(
        'header',
        { class: 'lobby-head' },
        h('a', { class: 'icon-button search-back', href: '/', 'aria-label': 'Back to all rooms' }, icon('back')),
        h('h1', { tabindex: -1 }, 'Search messages'),
      ),
      h(
        'div',
        { class: 'lobby-tools', role: 'search' },
        h('label', { class: 'visually-hidden', for: id }, 'Search messages'),
        h('div', { class: 'search-box' }, icon('search'), this.#input),
      ),
      this.#scope,
      this.#result,
      this.#list,
      this.#state,
      h('div', { class: 'lobby-more' }, this.#more),
    );
  }

  shown(): void {
    this.#showScope();
    this.#input.focus();
    void this.#search();
  }

  dispose(): void {
    this.#asked += 1;
    clearTimeout(this.#timer);
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#search(), DELAY_MS);
  }

  #query(): SearchQuery {
    const value = this.#input.value.trim();
    const from = FROM.exec(value)?.[1];
    return { q: value.replace(FROM, ' ').trim(), ...(this.#room && { room: this.#room }), ...(from && { from }) };
  }

  async #search(): Promise<void> {
    clearTimeout(this.#timer);
    const query = this.#query();
    const asked = (this.#asked += 1);
    history.replaceState(history.state, '', searchPath(this.#input.value.trim(), this.#room));
    if (query.q === '') {
      this.#show([], null);
      this.#say('Find what was said', 'In every room that you can read. Write from:name to find what one person said.');
      return;
    }
    this.#list.setAttribute('aria-busy', 'true');
    try {
      const page = await searchMessages(query, null);
      if (asked === this.#asked) {
        this.#show(page.items, page.next ?? null);
        this.#say(page.items.length === 0 ? 'Nothing found' : null, `No message matches “${query.q}”.`);
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.#show([], null);
        this.#say('The search did not work', error instanceof ApiError ? error.message : 'Try again.');
      }
    }
  }

  async #continue(): Promise<void> {
    const asked = this.#asked;
    const focusAt = this.#list.children.length;
    try {
      const page = await searchMessages(this.#query(), this.#next);
      if (asked === this.#asked) {
        this.#next = page.next ?? null;
        this.#more.hidden = this.#next === null;
        this.#list.append(...page.items.map((found) => this.#row(found)));
        this.#list.children[focusAt]?.querySelector('a')?.focus();
      }
    } catch (error) {
      this.#result.textContent = error instanceof ApiError ? error.message : 'More could not be loaded.';
    }
  }

  #show(items: readonly Found[], next: string | null): void {
    this.#list.removeAttribute('aria-busy');
    this.#list.replaceChildren(...items.map((found) => this.#row(found)));
    this.#next = next;
    this.#more.hidden = next === null;
    this.#result.textContent = items.length === 0 ? '' : next ? `More than ${items.length} messages found` : items.length === 1 ? '1 message found' : `${items.length} messages found`;
  }

  #say(title: string | null, text: string): void {
    this.#state.hidden = title === null;
    this.#state.replaceChildren(...(title === null ? [] : [h('h2', {}, title), h('p', { dir: 'auto' }, text)]));
    if (title !== null) {
      this.#result.textContent = title;
    }
  }

  #showScope(): void {
    this.#scope.hidden = this.#room === '';
    this.#scope.replaceChildren(
      'In ',
      h('strong', { dir: 'auto' }, this.session.rooms.nameOf(this.#room)),
      h(
        'button',
        {
          type: 'button',
          class: 'link-button',
          on: {
            click: () => {
              this.#room = '';
              this.#showScope();
              this.#input.focus();
              void this.#search();
            },
          },
        },
        'Search everywhere',
      ),
    );
  }

  #row({ room, message, headline }: Found): HTMLElement {
    const time = new Date(message.time);
    return h(
      'li',
      {},
      h(
        'a',
        { class: 'found-link', href: messagePath(room, message.seq) },
        avatar(message.user, 'small'),
        h(
          'span',
          { class: 'found-body' },
          h(
            'span',
            { class: 'found-head' },
            h('strong', { dir: 'auto' }, message.user.username),
            ' in ',
            h('span', { class: 'found-room', dir: 'auto' }, this.session.rooms.nameOf(room)),
            message.thread && ', in a thread',
          ),
          h(
            'span',
            { class: 'found-text', dir: 'auto' },
            headline.map((part) => (part.match ? h('mark', {}, part.text) : part.text)),
          ),
        ),
        h('time', { class: 'message-time', datetime: message.time, title: fullTime(time) }, listTime(time)),
      ),
    );
  }
}
