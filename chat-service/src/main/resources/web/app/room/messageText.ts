import type { UserRef } from '../client';
import { h } from '../dom/element';
import { linkify } from '../dom/linkify';
import { ROOM_MENTION, markMentions } from '../dom/mentions';

/** A text as people wrote it, with its links and the people it mentions. `@room` means the reader too. */
export function messageText(text: string, mentions: readonly UserRef[], mentionsRoom: boolean, myId: string): HTMLElement {
  const meant = mentionsRoom ? [...mentions, { id: myId, username: ROOM_MENTION }] : mentions;
  const parts = linkify(text).flatMap((part) => (typeof part === 'string' ? markMentions(part, meant, myId) : [part]));
  return h('p', { class: 'message-text', dir: 'auto' }, parts);
}
