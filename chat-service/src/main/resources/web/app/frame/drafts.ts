import { storeDraft, storedDrafts } from '../api/mine';
import { Emitter, type ConfabClient, type QuotedMessage, type StreamEvent } from '../client';

/** A message that is being written. */
export interface Draft {
  readonly text: string;
  readonly replyTo: QuotedMessage | null;
}

const EMPTY: Draft = { text: '', replyTo: null };
const STORE_AFTER_MS = 1_200;
const SENT_KEPT = 20;

const keyOf = (room: string, threadId: string | null): string => (threadId === null ? room : `${room}\n${threadId}`);

/**
 * What is being written, for each room and thread. The text is kept on the server shortly after the last key, so that it
 * is found on the user's other devices; what another device wrote arrives as an event, unless this one has something newer
 * that is not stored yet. Which message is answered is known here only.
 */
export class Drafts {
  /** Written elsewhere. */
  readonly changes = new Emitter<{ readonly room: string; readonly threadId: string | null; readonly text: string }>();
  readonly #drafts = new Map<string, Draft>();
  /** Not stored yet. */
  readonly #dirty = new Map<string, { room: string; threadId: string | null; timer: number }>();
  /** What is on the server as far as is known. */
  readonly #stored = new Map<string, string>();
  /** What this device stored and has not heard of again: its own events are no news. */
  readonly #sent = new Map<string, string[]>();

  constructor(client: ConfabClient) {
    client.personal.on((event) => this.#changed(event));
    client.personalReset.on(() => void this.load());
    window.addEventListener('pagehide', () => this.#flush());
  }

  async load(): Promise<void> {
    try {
      for (const { room, threadId, text } of (await storedDrafts()).items) {
        this.#take(room, threadId ?? null, text);
      }
    } catch {
      // Without it there are no drafts of other devices; nothing that was written here is lost.
    }
  }

  get(room: string, threadId: string | null = null): Draft {
    return this.#drafts.get(keyOf(room, threadId)) ?? EMPTY;
  }

  has(room: string): boolean {
    return this.get(room).text.trim() !== '';
  }

  set(room: string, threadId: string | null, draft: Draft): void {
    const key = keyOf(room, threadId);
    const before = this.get(room, threadId);
    this.#drafts.set(key, draft);
    if (before.text !== draft.text) {
      clearTimeout(this.#dirty.get(key)?.timer);
      // What was sent is to disappear at once: another device would offer it for sending again.
      const after = draft.text === '' ? 0 : STORE_AFTER_MS;
      this.#dirty.set(key, { room, threadId, timer: window.setTimeout(() => void this.#store(key), after) });
    }
  }

  async #store(key: string, leaving = false): Promise<void> {
    const dirty = this.#dirty.get(key);
    if (dirty) {
      clearTimeout(dirty.timer);
      this.#dirty.delete(key);
      const text = this.#drafts.get(key)?.text ?? '';
      if (text === (this.#stored.get(key) ?? '')) {
        return;
      }
      this.#stored.set(key, text);
      this.#sent.set(key, [...(this.#sent.get(key) ?? []), text].slice(-SENT_KEPT));
      try {
        await storeDraft(dirty.room, dirty.threadId, text, leaving);
      } catch {
        // It stays here, and the next change stores it.
        this.#stored.delete(key);
      }
    }
  }

  #flush(): void {
    [...this.#dirty.keys()].forEach((key) => void this.#store(key, true));
  }

  #changed({ kind, data }: StreamEvent): void {
    const { room, threadId, text } = data;
    if (kind === 'draft.changed' && typeof room === 'string') {
      this.#take(room, typeof threadId === 'string' ? threadId : null, typeof text === 'string' ? text : '');
    }
  }

  #take(room: string, threadId: string | null, text: string): void {
    const key = keyOf(room, threadId);
    const sent = this.#sent.get(key) ?? [];
    const own = sent.indexOf(text);
    if (own >= 0) {
      this.#sent.set(key, sent.slice(own + 1));
      return;
    }
    this.#stored.set(key, text);
    if (!this.#dirty.has(key) && this.get(room, threadId).text !== text) {
      this.#drafts.set(key, { ...this.get(room, threadId), text });
      this.changes.emit({ room, threadId, text });
    }
  }
}
