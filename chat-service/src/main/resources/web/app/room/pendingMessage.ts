import type { QuotedMessage, UserRef } from '../client';
import { avatar } from '../dom/avatar';
import { h } from '../dom/element';
import { clockTime } from '../dom/time';
import { messageText } from './messageText';
import { stamp } from './messageView';
import { quote } from './quote';

/** A message that is not in the log, as it looks there. Whom it mentions is decided when it is stored. */
export function sentMessage(
  room: string,
  said: { readonly user: UserRef; readonly time: Date; readonly text: string; readonly replyTo: QuotedMessage | null; readonly myId: string },
  ...state: HTMLElement[]
): HTMLElement {
  return h(
    'div',
    { class: said.replyTo ? 'message-row message-row--answer' : 'message-row' },
    said.replyTo && h('div', { class: 'message-quote' }, quote(room, said.replyTo)),
    avatar(said.user),
    h(
      'div',
      { class: 'message-body' },
      h('p', { class: 'message-head' }, h('strong', { class: 'message-author', dir: 'auto' }, said.user.username), stamp(said.time)),
      messageText(said.text, [], false, said.myId),
      state,
    ),
    h('span', { class: 'message-gutter', 'aria-hidden': 'true' }, clockTime(said.time)),
  );
}
