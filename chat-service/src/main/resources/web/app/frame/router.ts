import { Emitter, Signal } from '../client';

/** A path that stays on this origin, for a place to return to that somebody else may have written. */
export function localPath(target: string | null): string {
  if (!target?.startsWith('/')) {
    return '/';
  }
  const url = new URL(target, location.origin);
  return url.origin === location.origin ? url.pathname + url.search + url.hash : '/';
}

export function loginPath(): string {
  return `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
}

export const roomPath = (room: string): string => `/rooms/${encodeURIComponent(room)}`;

/** The address of one message of a room. */
export const messagePath = (room: string, seq: number): string => `${roomPath(room)}?at=${seq}`;

/** The room named by a path, in the normal form in which the server names it; `null` for the lobby. */
export function roomOf(path: string): string | null {
  const match = /^\/rooms\/([^/]+)\/?$/.exec(path);
  return match ? decodeURIComponent(match[1]!).normalize('NFC') : null;
}

/** Moves between the pages of a signed-in user without loading anew, so that the connection stays. */
export class Router {
  readonly path = new Signal(location.pathname);
  /** The `seq` of a message of the room that is open already. */
  readonly jumps = new Emitter<number>();
  #target: number | null = null;

  start(): void {
    this.#arrive(location.pathname + location.search);
    window.addEventListener('popstate', () => this.path.set(location.pathname));
    document.addEventListener('click', (event) => this.#click(event));
  }

  go(path: string): void {
    const { pathname } = new URL(path, location.origin);
    const stays = pathname === location.pathname;
    if (!stays) {
      history.pushState(null, '', path);
    }
    this.#arrive(path);
    if (stays && this.path.value === pathname && this.#target !== null) {
      const seq = this.#target;
      this.#target = null;
      this.jumps.emit(seq);
    }
    this.path.set(location.pathname);
  }

  /** The `seq` of the message for which the room was opened, once. */
  takeTarget(): number | null {
    const target = this.#target;
    this.#target = null;
    return target;
  }

  /** The place within a room leads there once: it is no part of the address that is kept, copied or loaded again. */
  #arrive(path: string): void {
    const { pathname, searchParams } = new URL(path, location.origin);
    const at = Number(searchParams.get('at'));
    this.#target = roomOf(pathname) !== null && Number.isSafeInteger(at) && at > 0 ? at : null;
    if (location.search !== '') {
      history.replaceState(history.state, '', pathname);
    }
  }

  #click(event: MouseEvent): void {
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!anchor || !plain || event.defaultPrevented || anchor.target === '_blank') {
      return;
    }
    const isPage = anchor.pathname === '/' || roomOf(anchor.pathname) !== null;
    if (anchor.origin === location.origin && isPage && anchor.hash === '') {
      event.preventDefault();
      this.go(anchor.pathname + anchor.search);
    }
  }
}
