import { Emitter, Signal } from '../client';

const SEARCH = '/search';
const INVITATIONS = '/invitations';
const ADMIN = '/admin';
const REPORTS = '/admin/reports';

/** A path that stays on this origin, for a place to return to that somebody else may have written. */
export function localPath(target: string | null): string {
  if (!target?.startsWith('/')) {
    return '/';
  }
  const url = new URL(target, location.origin);
  return url.origin === location.origin ? url.pathname + url.search + url.hash : '/';
}

export function loginPath(): string {
  return `/login?next=${encodeURIComponent(location.pathname + location.search)}${location.hash}`;
}

export const roomPath = (room: string): string => `/rooms/${encodeURIComponent(room)}`;

/** The address of one message of a room. */
export const messagePath = (room: string, seq: number): string => `${roomPath(room)}?at=${seq}`;

/** The address of a link that invites into a room. Its code is behind the `#`, so that no server and no log sees it. */
export const invitationPath = (code: string): string => `/invitations#${encodeURIComponent(code)}`;

/** Where messages are searched; with a room, in that room only. */
export function searchPath(query: string, room = ''): string {
  const parameters = new URLSearchParams({ ...(query && { q: query }), ...(room && { room }) });
  return parameters.size > 0 ? `${SEARCH}?${parameters}` : SEARCH;
}

export const adminPath = ADMIN;

export const reportsPath = REPORTS;

/** The pages that are neither a room nor a search. */
export function pageOf(path: string): 'lobby' | 'invite' | 'admin' | 'reports' | null {
  const { pathname } = new URL(path, location.origin);
  switch (pathname === '/' ? pathname : pathname.replace(/\/$/, '')) {
    case '/':
      return 'lobby';
    case INVITATIONS:
      return 'invite';
    case ADMIN:
      return 'admin';
    case REPORTS:
      return 'reports';
    default:
      return null;
  }
}

/** What a path asks to be searched for; `null` for other pages. */
export function searchOf(path: string): { readonly q: string; readonly room: string } | null {
  const { pathname, searchParams } = new URL(path, location.origin);
  return pathname === SEARCH ? { q: searchParams.get('q') ?? '', room: searchParams.get('room') ?? '' } : null;
}

/** The room named by a path, in the normal form in which the server names it; `null` for the lobby. */
export function roomOf(path: string): string | null {
  const match = /^\/rooms\/([^/]+)\/?$/.exec(path);
  return match ? decodeURIComponent(match[1]!).normalize('NFC') : null;
}

/** Moves between the pages of a signed-in user without loading anew, so that the connection stays. */
export class Router {
  /** With what is searched for, on the page for that. */
  readonly path = new Signal(here());
  /** The `seq` of a message of the room that is open already. */
  readonly jumps = new Emitter<number>();
  #target: number | null = null;

  start(): void {
    this.#arrive(location.pathname + location.search);
    window.addEventListener('popstate', () => this.path.set(here()));
    document.addEventListener('click', (event) => this.#click(event));
  }

  go(path: string): void {
    const { pathname, search } = new URL(path, location.origin);
    const stays = pathname === location.pathname && (pathname !== SEARCH || search === location.search);
    if (!stays) {
      history.pushState(null, '', path);
    }
    this.#arrive(path);
    if (stays && this.path.value === pathname && this.#target !== null) {
      const seq = this.#target;
      this.#target = null;
      this.jumps.emit(seq);
    }
    this.path.set(here());
  }

  /** As `go`, in place of the page that is left: its address is of no more use. */
  replace(path: string): void {
    history.replaceState(null, '', path);
    this.#arrive(path);
    this.path.set(here());
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
    if (location.search !== '' && pathname !== SEARCH) {
      history.replaceState(history.state, '', pathname);
    }
  }

  #click(event: MouseEvent): void {
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!anchor || !plain || event.defaultPrevented || anchor.target === '_blank') {
      return;
    }
    const isPage = pageOf(anchor.pathname) !== null || anchor.pathname === SEARCH || roomOf(anchor.pathname) !== null;
    if (anchor.origin === location.origin && isPage && anchor.hash === '') {
      event.preventDefault();
      this.go(anchor.pathname + anchor.search);
    }
  }
}

const here = (): string => location.pathname + (location.pathname === SEARCH ? location.search : '');
