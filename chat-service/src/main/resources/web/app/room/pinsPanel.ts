import { ApiError } from '../api/http';
import { pins } from '../api/messages';
import type { Unsubscribe } from '../client';
import { avatar } from '../dom/avatar';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { fullTime, listTime } from '../dom/time';
import { messagePath } from '../frame/router';
import { messageText } from './messageText';
import type { Message } from './model/message';
import { pinsLoaded } from './model/pages';
import type { RoomStore } from './model/store';
import { mayPin, type Reader } from './reader';
import { panelFrame, type SidePanel } from './sidePanel';

/** What was pinned in this room, latest first. */
export class PinsPanel implements SidePanel {
  readonly element: HTMLElement;
  readonly #list = h('ul', { class: 'cards' });
  readonly #empty = h('p', { class: 'panel-empty', role: 'status' }, 'Loading …');
  #unsubscribe: Unsubscribe | null = null;

  constructor(
    private readonly store: RoomStore,
    private readonly reader: Reader,
    close: () => void,
  ) {
    this.element = panelFrame('Pinned messages', close, [], h('div', { class: 'panel-scroll', tabindex: -1 }, this.#list, this.#empty));
  }

  shown(): void {
    this.#unsubscribe = this.store.changes.on(() => this.#render());
    this.element.querySelector('h2')?.focus();
    void this.load();
  }

  dispose(): void {
    this.#unsubscribe?.();
    this.store.update((state) => ({ ...state, pins: null }));
  }

  async load(): Promise<void> {
    try {
      const page = await pins(this.reader.room);
      this.store.update((state) => pinsLoaded(state, page.items, page.seq ?? state.lastSeq));
      this.#render();
    } catch (error) {
      this.#empty.hidden = false;
      this.#empty.textContent = error instanceof ApiError ? error.message : 'The pinned messages could not be loaded.';
    }
  }

  #render(): void {
    const { pins: pinned } = this.store.state;
    if (pinned) {
      this.#list.replaceChildren(...pinned.map((message) => this.#card(message)));
      this.#empty.hidden = pinned.length > 0;
      this.#empty.textContent = 'Nothing is pinned here. Pin what everybody should find again, from the menu of a message.';
    }
  }

  #card(message: Message): HTMLElement {
    const { user, time, text, mentions, mentionsRoom } = message;
    return h(
      'li',
      { class: 'card' },
      h(
        'p',
        { class: 'card-head' },
        avatar(user, 'small'),
        h('strong', { dir: 'auto' }, user.username),
        h('time', { class: 'message-time', datetime: time.toISOString(), title: fullTime(time) }, listTime(time)),
      ),
      messageText(text, mentions, mentionsRoom, this.reader.myId),
      h(
        'p',
        { class: 'card-actions' },
        h('a', { href: messagePath(this.reader.room, message.seq) }, 'Show in the room'),
        mayPin(this.reader) &&
          h('button', { type: 'button', class: 'link-button', on: { click: () => this.reader.pin(message, false) } }, icon('pin'), 'Unpin'),
      ),
    );
  }
}
