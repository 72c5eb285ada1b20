import type { ConfabClient } from './client';
import { Emitter } from './emitter';
import { randomId } from './ids';
import { CommandError, type QuotedMessage } from './protocol';

/** `sent` is acknowledged: the message is stored and its event is on the way or already here. */
export type OutgoingState = 'queued' | 'sending' | 'sent' | 'failed';

/** What somebody says. */
export interface MessageContent {
  readonly text: string;
  /** The message that this one answers. */
  readonly replyTo?: QuotedMessage;
  /** The first message of the thread that this one belongs to. */
  readonly threadId?: string;
  /** Files that were uploaded for it. */
  readonly attachments?: readonly { readonly id: string; readonly name: string }[];
}

export interface Outgoing extends MessageContent {
  readonly room: string;
  readonly clientMessageId: string;
  readonly createdAt: number;
  readonly state: OutgoingState;
  readonly problem?: string;
}

const CAPACITY = 200;
const RETRY_MS = 2_000;

/**
 * Messages on their way to the server. One at a time per room, so that their order is kept whatever is
 * refused or repeated in between; a message whose answer was lost is sent again under the same
 * `clientMessageId`, which the server recognises. What was not acknowledged survives a reload of the tab.
 */
export class Outbox {
  /** A message after each change; one that is gone for good has left `of(room)`. */
  readonly changes = new Emitter<Outgoing>();
  readonly #messages: Outgoing[];
  readonly #busy = new Set<string>();

  constructor(
    private readonly client: ConfabClient,
    private readonly storage: Storage,
    private readonly storageKey: string,
  ) {
    this.#messages = restore(storage, storageKey);
  }

  of(room: string): readonly Outgoing[] {
    return this.#messages.filter((message) => message.room === room);
  }

  /** `false` when too many messages wait already. */
  add(room: string, content: MessageContent): boolean {
    if (this.#messages.length >= CAPACITY) {
      return false;
    }
    const message: Outgoing = { ...content, room, clientMessageId: randomId(), createdAt: Date.now(), state: 'queued' };
    this.#messages.push(message);
    this.#changed(message);
    void this.flush(room);
    return true;
  }

  retry(clientMessageId: string): void {
    const message = this.#find(clientMessageId);
    if (message?.state === 'failed') {
      this.#replace(message, { state: 'queued' });
      void this.flush(message.room);
    }
  }

  /** Forgets a message: it was given up, or its event has arrived. */
  remove(clientMessageId: string): void {
    const index = this.#messages.findIndex((message) => message.clientMessageId === clientMessageId);
    if (index >= 0) {
      const [message] = this.#messages.splice(index, 1);
      this.#changed(message!);
    }
  }

  /** Sends what waits for this room, if it is joined and nobody else does so already. */
  async flush(room: string): Promise<void> {
    if (this.#busy.has(room)) {
      return;
    }
    this.#busy.add(room);
    try {
      for (;;) {
        const subscription = this.client.room(room);
        const message = this.#messages.find((each) => each.room === room && each.state === 'queued');
        if (!message || !subscription?.joined.value) {
          return;
        }
        const current = this.#replace(message, { state: 'sending' });
        try {
          await subscription.send(message.clientMessageId, message);
          this.#replace(current, { state: 'sent' });
        } catch (error) {
          await this.#refused(current, error as CommandError);
        }
      }
    } finally {
      this.#busy.delete(room);
    }
  }

  async #refused(message: Outgoing, error: CommandError): Promise<void> {
    if (!error.temporary) {
      this.#replace(message, { state: 'failed', problem: error.message });
      return;
    }
    const waiting = error.code === 'connection_lost' ? {} : { problem: error.message };
    this.#replace(message, { state: 'queued', ...waiting });
    if (error.code !== 'connection_lost') {
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? RETRY_MS));
    }
  }

  #find(clientMessageId: string): Outgoing | undefined {
    return this.#messages.find((message) => message.clientMessageId === clientMessageId);
  }

  /** A message that was removed meanwhile (its event came before its ack) stays removed. */
  #replace(message: Outgoing, change: { state: OutgoingState; problem?: string }): Outgoing {
    const { problem: _, ...rest } = message;
    const next: Outgoing = { ...rest, ...change };
    const index = this.#messages.findIndex((each) => each.clientMessageId === message.clientMessageId);
    if (index >= 0) {
      this.#messages[index] = next;
      this.#changed(next);
    }
    return next;
  }

  #changed(message: Outgoing): void {
    try {
      this.storage.setItem(this.storageKey, JSON.stringify(this.#messages));
    } catch {
      // A full or forbidden storage costs the survival of a reload, not the sending.
    }
    this.changes.emit(message);
  }
}

function restore(storage: Storage, key: string): Outgoing[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    if (!Array.isArray(stored)) {
      return [];
    }
    return stored.filter(isOutgoing).map((message) => ({
      ...message,
      state: message.state === 'failed' ? 'failed' : 'queued',
    }));
  } catch {
    return [];
  }
}

function isOutgoing(value: unknown): value is Outgoing {
  const fields = value as Partial<Outgoing> | null;
  return (
    typeof fields?.room === 'string' &&
    typeof fields.clientMessageId === 'string' &&
    typeof fields.text === 'string' &&
    typeof fields.createdAt === 'number'
  );
}
