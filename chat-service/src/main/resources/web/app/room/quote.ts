import type { QuotedMessage } from '../client';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { messagePath } from '../frame/router';

/** The message that another one answers; following it leads there. */
export function quote(room: string, message: QuotedMessage): HTMLElement {
  return h(
    'a',
    { class: 'quote', href: messagePath(room, message.seq) },
    icon('reply'),
    h('span', { class: 'visually-hidden' }, 'Answer to '),
    h('strong', { class: 'quote-author', dir: 'auto' }, message.user.username),
    message.deleted
      ? h('em', { class: 'quote-text' }, 'deleted message')
      : h('span', { class: 'quote-text', dir: 'auto' }, message.text),
  );
}
