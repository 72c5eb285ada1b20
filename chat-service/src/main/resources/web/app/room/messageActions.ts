import { h } from '../dom/element';
import { openEmojiPicker } from '../dom/emojiPicker';
import { icon, type IconName } from '../dom/icons';
import { grouped, openMenu, type MenuItem } from '../dom/menu';
import type { Message } from './model/message';
import { isGuest } from './people/guests';
import { openBan } from './people/sendAway';
import { mayPin, moderates, type Reader } from './reader';

/** A line that can be acted on. */
export interface ActionTarget {
  readonly element: HTMLElement;
  readonly message: Message;
  /** Whether it stands in a thread, where a further one cannot begin. */
  readonly inThread: boolean;
  startEdit(): void;
}

const QUICK = ['👍', '❤️', '🎉'] as const;

/** Everything that this reader can do with a message, in the order of the menu. */
function items(target: ActionTarget, reader: Reader): (MenuItem | null)[] {
  const { message, inThread } = target;
  const own = message.user.id === reader.myId;
  const { kind, visibility, closed } = reader.facts();
  const writable = !closed && !message.deleted;
  const { room } = reader;
  const guest = isGuest(message.user);
  const removable = !own && !guest && kind === 'channel' && moderates(reader);
  return grouped([
    [
      writable && { icon: 'smile', label: 'React …', key: 'A', act: () => pickReaction(target, reader) },
      writable && !inThread && { icon: 'reply', label: 'Reply', key: 'R', act: () => reader.reply(message) },
      !inThread && (writable || message.replies !== null) && { icon: 'thread', label: message.replies ? 'Open thread' : 'Reply in thread', key: 'T', act: () => reader.openThread(message) },
    ],
    [
      writable && own && { icon: 'edit', label: 'Edit', key: 'E', act: () => target.startEdit() },
      writable && mayPin(reader) && { icon: 'pin', label: message.pinned ? 'Unpin' : 'Pin', key: 'P', act: () => reader.pin(message, !message.pinned) },
      { icon: 'link', label: 'Copy link', key: 'C', act: () => reader.copyLink(message) },
      !inThread && { icon: 'unread', label: 'Mark unread from here', key: 'U', act: () => reader.markUnread(message) },
      own && (kind !== 'channel' || visibility === 'private') && { icon: 'seen', label: 'Who has read this', act: () => reader.showReaders(message) },
      writable && !own && !guest && { icon: 'whisper', label: `Whisper to ${message.user.username}`, act: () => reader.whisper(message.user) },
    ],
    [
      !own && !message.deleted && { icon: 'flag', label: 'Report …', act: () => reader.report(message) },
      removable && { icon: 'ban', label: `Ban ${message.user.username} …`, danger: true, act: () => openBan(room, message.user.username) },
      writable && (own || moderates(reader)) && { icon: 'trash', label: 'Delete …', key: 'Del', danger: true, act: () => reader.remove(message) },
    ],
  ]);
}

export const openActions = (target: ActionTarget, reader: Reader, anchor: Element): void =>
  openMenu(anchor, `Message by ${target.message.user.username}`, items(target, reader));

export function pickReaction(target: ActionTarget, reader: Reader, anchor: Element = target.element): void {
  openEmojiPicker(anchor, (emoji) => reader.react(target.message, emoji, true));
}

/** Keys on the line that has the focus. Whether the key meant something. */
export function actionKey(key: string, target: ActionTarget, reader: Reader): boolean {
  if (key === 'Enter' || key === 'ContextMenu' || key === 'm') {
    openActions(target, reader, target.element);
    return true;
  }
  const wanted = key === 'Delete' ? 'Del' : key.toUpperCase();
  const item = items(target, reader).find((each) => each?.key === wanted);
  item?.act();
  return item !== undefined && item !== null;
}

/** The bar at the corner of the message under the pointer. One serves a whole list: hundreds of bars would only weigh. */
export class ActionBar {
  readonly element = h('div', { class: 'message-actions' });
  #target: ActionTarget | null = null;

  constructor(private readonly reader: Reader) {}

  /** Moves the bar to this message. */
  show(target: ActionTarget, row: HTMLElement): void {
    if (this.#target?.message !== target.message || this.element.parentElement !== row) {
      this.#target = target;
      this.element.replaceChildren(...this.#buttons(target));
      row.append(this.element);
    }
  }

  #buttons(target: ActionTarget): HTMLElement[] {
    const { message, inThread } = target;
    const { reader } = this;
    const name = message.user.username;
    const writable = !message.deleted && !reader.facts().closed;
    const quick = QUICK.map((emoji) =>
      h(
        'button',
        { type: 'button', class: 'icon-button icon-button--small', tabindex: -1, 'aria-label': `React with ${emoji}`, on: { click: () => reader.react(message, emoji, true) } },
        h('span', { class: 'emoji-glyph', 'aria-hidden': 'true' }, emoji),
      ),
    );
    return [
      ...(writable && !inThread ? quick : []),
      ...(writable ? [button('smile', `React to ${name}`, (self) => pickReaction(target, reader, self))] : []),
      ...(writable && !inThread ? [button('reply', `Reply to ${name}`, () => reader.reply(message))] : []),
      ...(inThread || (!writable && message.replies === null) ? [] : [button('thread', `Thread of the message by ${name}`, () => reader.openThread(message))]),
      button('more', `More about the message by ${name}`, (self) => openActions(target, reader, self)),
    ];
  }
}

/** What opens the menu where nothing hovers. */
export const moreButton = (target: ActionTarget, reader: Reader): HTMLElement =>
  button('more', `Actions for the message by ${target.message.user.username}`, (self) => openActions(target, reader, self), 'message-more');

function button(name: IconName, label: string, act: (self: HTMLButtonElement) => void, className = ''): HTMLButtonElement {
  const self = h(
    'button',
    {
      type: 'button',
      class: `icon-button icon-button--small ${className}`.trim(),
      'aria-label': label,
      // By keyboard the lines are walked with the arrows: a stop at each of hundreds would be in everybody's way.
      tabindex: -1,
      on: { click: () => act(self) },
    },
    icon(name),
  );
  return self;
}
