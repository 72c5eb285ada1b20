import { Emitter } from '../../client';
import type { RoomState } from './state';

/** The state of the page and who wants to know when it changes. */
export class RoomStore {
  readonly changes = new Emitter<RoomState>();
  #state: RoomState;

  constructor(initial: RoomState) {
    this.#state = initial;
  }

  get state(): RoomState {
    return this.#state;
  }

  update(change: (state: RoomState) => RoomState): void {
    const next = change(this.#state);
    if (next !== this.#state) {
      this.#state = next;
      this.changes.emit(next);
    }
  }
}
