import { ApiError } from '../../api/http';
import { members, type Member, type RoomRole } from '../../api/rooms';
import { Signal } from '../../client';

/** Changes in a row are asked for together. */
const SOON_MS = 300;

/**
 * Who has a role in the room. It is asked for when somebody first wants to see it, and again after whatever changes it;
 * so it is what the server says, never what events were thought to mean.
 */
export class Roster {
  /** By name; `null` before anybody wanted to see it. */
  readonly members = new Signal<readonly Member[] | null>(null);
  readonly problem = new Signal<string | null>(null);
  readonly hasMore = new Signal(false);
  #next: string | null = null;
  #timer = 0;
  #turn = 0;

  constructor(private readonly room: string) {}

  /** What this person is here; `null` where nobody said, or it is not known. */
  roleOf(id: string): RoomRole | null {
    return this.members.value?.find((member) => member.id === id)?.role ?? null;
  }

  /** As many of them as were shown before, at least one page. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = (this.#turn += 1);
    const wanted = this.members.value?.length ?? 0;
    try {
      let page = await members(this.room);
      let found = page.items;
      while (page.next && found.length < wanted) {
        page = await members(this.room, page.next);
        found = [...found, ...page.items];
      }
      if (turn === this.#turn) {
        this.#show(found, page.next);
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The next page, below those that are there. */
  async more(): Promise<void> {
    const turn = this.#turn;
    try {
      const page = await members(this.room, this.#next);
      if (turn === this.#turn) {
        this.#show([...(this.members.value ?? []), ...page.items], page.next);
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Something about the members changed. Where nobody has wanted to see them yet, that is of interest only if `wanted`. */
  soon(wanted = false): void {
    if (wanted || this.members.value !== null) {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.load(), SOON_MS);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  #show(found: readonly Member[], next: string | null | undefined): void {
    this.#next = next ?? null;
    this.problem.set(null);
    this.members.set(found);
    this.hasMore.set(this.#next !== null);
  }

  #failed(error: unknown): void {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    this.problem.set(error.message);
  }
}
