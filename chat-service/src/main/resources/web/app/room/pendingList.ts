import type { Account } from '../api/accounts';
import type { Outbox, Outgoing } from '../client';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { sentMessage } from './pendingMessage';

/** The user's own messages that have not come back from the server yet, with what is wrong with them. */
export class PendingList {
  readonly #rows = new Map<string, HTMLLIElement>();

  constructor(
    private readonly element: HTMLElement,
    private readonly me: Account,
    private readonly outbox: Outbox,
    private readonly room: string,
    /** Messages of this thread, or (`null`) those of the room itself. */
    private readonly threadId: string | null,
    /** Whether the line before is this user's own and recent, so that no heading is needed. */
    private readonly follows: (time: Date) => boolean,
  ) {}

  render(): void {
    const messages = this.outbox.of(this.room).filter((message) => (message.threadId ?? null) === this.threadId);
    const ids = new Set(messages.map((message) => message.clientMessageId));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    messages.forEach((message, index) => {
      const time = new Date(message.createdAt);
      const row = h(
        'li',
        { class: `message message--own message--${message.state}` },
        sentMessage(
          this.room,
          { user: this.me, time, text: message.text, files: message.attachments?.map(({ name }) => name) ?? [], replyTo: message.replyTo ?? null, myId: this.me.id },
          this.#state(message),
        ),
      );
      row.classList.toggle('message--follow', !message.replyTo && (index > 0 || this.follows(time)));
      const old = this.#rows.get(message.clientMessageId);
      if (old) {
        old.replaceWith(row);
      } else {
        this.element.append(row);
      }
      this.#rows.set(message.clientMessageId, row);
    });
  }

  #state(message: Outgoing): HTMLElement {
    if (message.state === 'failed') {
      return h(
        'p',
        { class: 'message-state message-state--failed' },
        icon('alert'),
        h('span', {}, `Not sent. ${message.problem ?? ''}`),
        this.#action('Try again', () => this.outbox.retry(message.clientMessageId)),
        this.#action('Discard', () => this.outbox.remove(message.clientMessageId)),
      );
    }
    const label = message.state === 'queued' ? (message.problem ?? 'Waiting to be sent') : 'Sending …';
    return h('p', { class: 'message-state' }, label);
  }

  #action(label: string, act: () => void): HTMLElement {
    return h('button', { type: 'button', class: 'link-button', on: { click: act } }, label);
  }
}
