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
  said: { readonly user: UserRef; readonly time: Date; readonly text: string; readonly files?: readonly string[]; readonly replyTo: QuotedMessage | null; readonly myId: string },
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
      said.text !== '' && messageText(said.text, [], false, said.myId),
      said.files && said.files.length > 0 && h('p', { class: 'attachment-note', dir: 'auto' }, said.files.join(', ')),
      state,
    ),
    h('span', { class: 'message-gutter', 'aria-hidden': 'true' }, clockTime(said.time)),
  );
}
