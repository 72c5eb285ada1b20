import { Signal } from '../client';

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

/** The room named by a path, in the normal form in which the server names it; `null` for the lobby. */
export function roomOf(path: string): string | null {
  const match = /^\/rooms\/([^/]+)\/?$/.exec(path);
  return match ? decodeURIComponent(match[1]!).normalize('NFC') : null;
}

/** Moves between the pages of a signed-in user without loading anew, so that the connection stays. */
export class Router {
  readonly path = new Signal(location.pathname);

  start(): void {
    window.addEventListener('popstate', () => this.path.set(location.pathname));
    document.addEventListener('click', (event) => this.#click(event));
  }

  go(path: string): void {
    if (path !== location.pathname) {
      history.pushState(null, '', path);
    }
    this.path.set(location.pathname);
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
      this.go(anchor.pathname);
    }
  }
}
