import type { MessageLog } from './messageLog';
import type { Unsubscribe } from '../client';

const DELAY_MS = 400;

/**
 * Decides what counts as read: the newest message, while the window has the focus and the log is at the
 * bottom. Tells the server once per step forward.
 */
export class ReadTracker {
  readonly #unsubscribe: Unsubscribe[] = [];
  readonly #onFocus = (): void => this.check();
  #started = false;
  #reading = false;
  #told = 0;
  #timer = 0;
  #paused = false;

  constructor(
    private readonly log: MessageLog,
    /** `seq` of the newest event here, of whatever kind: who has opened an empty room follows it too. */
    private readonly newest: () => number,
    private readonly tell: (seq: number) => void,
    private readonly onReading: (reading: boolean) => void,
  ) {}

  get reading(): boolean {
    return this.#reading;
  }

  start(): void {
    this.#started = true;
    window.addEventListener('focus', this.#onFocus);
    window.addEventListener('blur', this.#onFocus);
    document.addEventListener('visibilitychange', this.#onFocus);
    this.#unsubscribe.push(this.log.atBottom.watch(() => this.check()));
  }

  /** What is here is to stay unread until the room is opened again. */
  pause(): void {
    this.#paused = true;
    this.check();
  }

  /** To be called whenever the log has grown. */
  check(): void {
    const reading =
      this.#started && !this.#paused && this.log.atBottom.value && document.visibilityState === 'visible' && document.hasFocus();
    if (reading !== this.#reading) {
      this.#reading = reading;
      this.onReading(reading);
    }
    clearTimeout(this.#timer);
    if (reading && this.newest() > this.#told) {
      this.#timer = window.setTimeout(() => this.#advance(), DELAY_MS);
    }
  }

  /** The connection is back: what was told last may not have arrived. */
  resend(): void {
    this.#told = 0;
    this.check();
  }

  /** Tells what was seen but not told yet; the room must still be joined. */
  dispose(): void {
    if (!this.#paused && this.#reading && this.newest() > this.#told) {
      this.#advance();
    }
    this.#started = false;
    this.check();
    window.removeEventListener('focus', this.#onFocus);
    window.removeEventListener('blur', this.#onFocus);
    document.removeEventListener('visibilitychange', this.#onFocus);
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe());
  }

  #advance(): void {
    this.#told = this.newest();
    this.tell(this.#told);
  }
}
