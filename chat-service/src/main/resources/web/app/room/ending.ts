import { ApiError } from '../api/http';
import { h } from '../dom/element';
import type { RoomFacts } from './model/state';

/** A page in place of the room. */
interface Ending {
  readonly title: string;
  readonly text: string;
  /** Said below, in our words. */
  readonly note?: string;
  /** What leads back in, if anything does. */
  readonly back?: string;
}

/** The codes under which the room is none of this user's affairs any more. */
const GONE = /^(removed_from_room|kicked_from_room|banned_from_room|room_deleted|room_not_found|forbidden)$/;

export const isGone = (code: string): boolean => GONE.test(code);

/** The server took this user out of the room; `message` is what whoever did it says. */
export function endingOf(code: string, message: string, { visibility, closed }: RoomFacts): Ending {
  const back = visibility === 'public' ? { back: 'Go back in' } : {};
  switch (code) {
    case 'room_closed':
      return closed
        ? { title: 'This chat has ended', text: message, note: 'Nothing more is said in this room. What was said can be read.', back: 'Read it' }
        : { title: 'This chat has ended', text: message, note: 'Everybody was sent out. The room itself is still there.', back: 'Go back in' };
    case 'kicked_from_room':
      return { title: 'You were sent out of this room', text: message, ...back };
    case 'banned_from_room':
      return { title: 'You are banned from this room', text: message };
    case 'room_deleted':
      return { title: 'This room was deleted', text: 'Everything that was said in it is gone.' };
    case 'removed_from_room':
      return { title: 'You are no longer in this room', text: message, ...back };
    default:
      return { title: isGone(code) ? 'You are no longer in this room' : 'This room was closed', text: message };
  }
}

/** The room could not be opened. */
export function refusalOf(error: ApiError): Ending {
  if (error.code === 'banned_from_room') {
    return { title: 'You are banned from this room', text: 'You can come back once the ban has ended or is lifted.' };
  }
  return error.status === 404 || error.status === 403
    ? { title: 'This room is not there', text: 'It does not exist, or it is private and you were not added to it.' }
    : { title: 'The room could not be opened', text: error.message, back: 'Try again' };
}

/** `goBack` opens the room anew. */
export function endingPage({ title, text, note, back }: Ending, goBack: () => void): HTMLElement {
  return h(
    'div',
    { class: 'empty empty--page', role: 'alert' },
    h('h1', { tabindex: -1 }, title),
    // What the title says already needs no second time.
    text !== title && h('p', { class: 'ending-reason', dir: 'auto' }, text),
    note !== undefined && h('p', {}, note),
    h(
      'p',
      { class: 'ending-ways' },
      back !== undefined && h('button', { type: 'button', class: 'button button--primary', on: { click: goBack } }, back),
      h('a', { class: 'button', href: '/' }, 'All rooms'),
    ),
  );
}
