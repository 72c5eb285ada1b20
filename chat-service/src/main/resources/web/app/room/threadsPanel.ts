import { ApiError } from '../api/http';
import { followedThreads, type FollowedThread } from '../api/messages';
import type { ConfabClient, Unsubscribe } from '../client';
import { avatar } from '../dom/avatar';
import { h } from '../dom/element';
import { listTime } from '../dom/time';
import { messagePath } from '../frame/router';
import { panelFrame, type SidePanel } from './sidePanel';

const SOON_MS = 300;

/** The threads that this user follows, in every room, the one with the newest reply first. */
export class ThreadsPanel implements SidePanel {
  readonly element: HTMLElement;
  readonly #list = h('ul', { class: 'cards' });
  readonly #empty = h('p', { class: 'panel-empty', role: 'status' }, 'Loading …');
  #unsubscribe: Unsubscribe | null = null;
  #timer = 0;

  constructor(
    private readonly client: ConfabClient,
    private readonly nameOf: (room: string) => string,
    /** Opens one of this room; others are behind a link. */
    private readonly room: string,
    private readonly open: (rootId: string) => void,
    close: () => void,
  ) {
    this.element = panelFrame('Threads you follow', close, [], h('div', { class: 'panel-scroll', tabindex: -1 }, this.#list, this.#empty));
  }

  shown(): void {
    this.#unsubscribe = this.client.personal.on(({ kind }) => kind === 'thread.read' && this.soon());
    this.element.querySelector('h2')?.focus();
    void this.#load();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#unsubscribe?.();
  }

  /** Something happened in a thread. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#load(), SOON_MS);
  }

  async #load(): Promise<void> {
    try {
      const { items } = await followedThreads();
      this.#list.replaceChildren(...items.map((each) => this.#card(each)));
      this.#empty.hidden = items.length > 0;
      this.#empty.textContent = 'You follow no thread yet. You follow those that you begin, answer in, or are mentioned in.';
    } catch (error) {
      this.#empty.hidden = false;
      this.#empty.textContent = error instanceof ApiError ? error.message : 'The threads could not be loaded.';
    }
  }

  #card({ room, root, unread }: FollowedThread): HTMLElement {
    const { user, text, replies, deleted } = root;
    const count = replies?.count ?? 0;
    const label = count === 1 ? '1 reply' : `${count} replies`;
    return h(
      'li',
      { class: 'card' },
      h(
        'p',
        { class: 'card-head' },
        avatar(user, 'small'),
        h('strong', { dir: 'auto' }, user.username),
        h('span', { class: 'card-room', dir: 'auto' }, `in ${this.nameOf(room)}`),
        unread > 0 && h('span', { class: 'badge' }, unread, h('span', { class: 'visually-hidden' }, ' unread')),
      ),
      h('p', { class: 'card-quote', dir: 'auto' }, deleted ? 'This message was deleted' : text),
      h(
        'p',
        { class: 'card-actions' },
        room === this.room
          ? h('button', { type: 'button', class: 'link-button', on: { click: () => this.open(root.messageId) } }, `Open, ${label}`)
          : h('a', { href: messagePath(room, root.seq) }, `Go there, ${label}`),
        replies?.lastAt && h('span', {}, `last ${listTime(new Date(replies.lastAt))}`),
      ),
    );
  }
}
