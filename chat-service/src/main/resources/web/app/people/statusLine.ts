import type { Status } from '../api/people';
import { h } from '../dom/element';

/** The sign beside a name: the emoji, or a mark where there is none; the words are read out and shown when pointed at. */
export function statusSign(status: Status): HTMLElement {
  return h(
    'span',
    { class: 'status-sign', title: status.text },
    h('span', { 'aria-hidden': 'true' }, status.emoji ?? '💬'),
    h('span', { class: 'visually-hidden' }, `, status: ${status.text}`),
  );
}

/** The whole of it, in a line. */
export function statusLine(status: Status): HTMLElement {
  return h('span', { class: 'status-line', dir: 'auto' }, status.emoji && h('span', { 'aria-hidden': 'true' }, `${status.emoji} `), status.text);
}
