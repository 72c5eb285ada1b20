import type { UserRef } from '../client';
import { h } from '../dom/element';
import { LogItem } from './messageItem';
import type { MessageLog } from './messageLog';

const NAMES_SHOWN = 3;

/** "ada joined · ben left": comings and goings in a row share one line, and each person's latest one counts. */
export class Notices {
  readonly #changes = new Map<string, { name: string; online: boolean }>();
  #item: LogItem | null = null;
  #text: HTMLElement | null = null;

  constructor(private readonly log: MessageLog) {}

  presence(user: UserRef, online: boolean): void {
    if (!this.#item || this.log.lastItem !== this.#item) {
      this.#changes.clear();
      this.#text = h('p', { class: 'notice-text', dir: 'auto' });
      this.#item = LogItem.notice(this.#text, new Date());
      this.log.notice(this.#item);
    }
    this.#changes.delete(user.id);
    this.#changes.set(user.id, { name: user.username, online });
    this.#render();
  }

  line(text: string): void {
    this.log.notice(LogItem.notice(h('p', { class: 'notice-text', dir: 'auto' }, text), new Date()));
  }

  #render(): void {
    const names = (online: boolean): string[] =>
      [...this.#changes.values()].filter((change) => change.online === online).map((change) => change.name);
    const joined = names(true);
    const left = names(false);
    const parts = [joined.length > 0 && `${list(joined)} joined`, left.length > 0 && `${list(left)} left`];
    this.#text!.textContent = parts.filter(Boolean).join(' · ');
  }
}

function list(names: readonly string[]): string {
  const shown = names.slice(-NAMES_SHOWN);
  const rest = names.length - shown.length;
  const all = rest > 0 ? [...shown, rest === 1 ? '1 other' : `${rest} others`] : shown;
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(all);
}
