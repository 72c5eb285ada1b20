import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { openMenu, type MenuItem } from '../dom/menu';
import { displayName } from '../lobby/naming';
import type { RoomFacts } from './model/state';

const MENU = 'Room menu';

/** The upper edge of a room: its name, what it is about, and the ways to what belongs to it. */
export class RoomHead {
  readonly element: HTMLElement;
  readonly #glyph = h('span', { class: 'room-glyph' }, icon('hash'));
  readonly #title: HTMLElement;
  readonly #muted = h('span', { class: 'room-muted', role: 'img', 'aria-label': 'Muted', title: 'Muted: you are told only when somebody names you', hidden: true }, icon('mute'));
  readonly #subtitle = h('p', { class: 'room-subtitle', dir: 'auto' });
  readonly #more: HTMLButtonElement;
  readonly #reports = h('span', { class: 'badge badge--mention room-reports', 'aria-hidden': 'true', hidden: true });
  #online = 0;
  #topic = '';

  constructor(
    private readonly room: string,
    private readonly myId: string,
    /** What to call the room until more is known of it. */
    name: string,
    /** What the menu of the room offers at this moment. */
    menu: (anchor: HTMLElement) => readonly (MenuItem | null)[],
    ...tools: (HTMLElement | null | undefined)[]
  ) {
    this.#title = h('h1', { tabindex: -1, dir: 'auto' }, name);
    this.#more = h(
      'button',
      { type: 'button', class: 'icon-button room-menu', 'aria-label': MENU, 'aria-haspopup': 'menu', disabled: true, on: { click: () => openMenu(this.#more, MENU, menu(this.#more)) } },
      icon('more'),
      this.#reports,
    );
    this.element = h(
      'header',
      { class: 'room-head' },
      h('a', { class: 'icon-button room-back', href: '/', 'aria-label': 'Back to all rooms' }, icon('back')),
      this.#glyph,
      h('div', { class: 'room-titles' }, this.#title, this.#muted, this.#subtitle),
      tools,
      this.#more,
    );
  }

  /** What the menu offers depends on what this reader may do here: it waits until that is known. */
  show(facts: RoomFacts): void {
    if (!facts.known) {
      return;
    }
    this.#more.disabled = false;
    this.#glyph.replaceChildren(icon(facts.kind !== 'channel' ? 'people' : facts.visibility === 'private' ? 'lock' : 'hash'));
    this.#title.textContent = displayName({ name: this.room, ...facts }, this.myId);
    this.#topic = facts.topic;
    this.#describe();
  }

  online(count: number): void {
    this.#online = count;
    this.#describe();
  }

  /** So many messages wait for those who moderate. */
  reported(count: number): void {
    this.#reports.hidden = count === 0;
    this.#reports.textContent = String(count);
    this.#more.setAttribute('aria-label', count === 0 ? MENU : `${MENU}, ${count === 1 ? '1 report' : `${count} reports`}`);
  }

  mute(muted: boolean): void {
    this.#muted.hidden = !muted;
  }

  #describe(): void {
    const here = this.#online === 0 ? '' : this.#online === 1 ? '1 person here' : `${this.#online} people here`;
    this.#subtitle.textContent = [here, this.#topic].filter(Boolean).join(' · ');
    this.#subtitle.title = this.#topic;
    this.#subtitle.hidden = this.#subtitle.textContent === '';
  }
}

export const pinsButton = (open: () => void): HTMLElement =>
  h('button', { type: 'button', class: 'icon-button room-pins', 'aria-label': 'Pinned messages', title: 'Pinned messages', on: { click: open } }, icon('pin'));
