import type { UserRef } from '../client';
import { h } from '../dom/element';

const PAUSE_MS = 1_000;
const RENEW_MS = 3_000;
const EXPIRES_MS = 7_000;

/** Tells the others that this user writes: at the first key, renewed while it goes on, ended by a pause of one second. */
export class TypingSender {
  #lastSent = 0;
  #pause = 0;

  constructor(private readonly send: (typing: boolean) => void) {}

  typed(): void {
    const now = Date.now();
    if (now - this.#lastSent > RENEW_MS) {
      this.#lastSent = now;
      this.send(true);
    }
    clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => this.stop(), PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#pause);
    if (this.#lastSent > 0) {
      this.#lastSent = 0;
      this.send(false);
    }
  }
}

/** "ada is typing". Who is not renewed or heard of again disappears. */
export class TypingLine {
  readonly element = h('p', { class: 'typing', dir: 'auto' });
  readonly #people = new Map<string, { name: string; timer: number }>();

  set(user: UserRef, typing: boolean): void {
    clearTimeout(this.#people.get(user.id)?.timer);
    if (typing) {
      const timer = window.setTimeout(() => this.set(user, false), EXPIRES_MS);
      this.#people.set(user.id, { name: user.username, timer });
    } else {
      this.#people.delete(user.id);
    }
    this.#render();
  }

  clear(): void {
    this.#people.forEach(({ timer }) => clearTimeout(timer));
    this.#people.clear();
    this.#render();
  }

  #render(): void {
    const names = [...this.#people.values()].map(({ name }) => name);
    const [first, second] = names;
    const text =
      names.length === 0
        ? ''
        : names.length === 1
          ? `${first} is typing`
          : names.length === 2
            ? `${first} and ${second} are typing`
            : 'Several people are typing';
    const dots = h('span', { class: 'typing-dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
    this.element.replaceChildren(...(text === '' ? [] : [dots, text]));
  }
}
