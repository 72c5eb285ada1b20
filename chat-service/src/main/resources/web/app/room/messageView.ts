import { avatar } from '../dom/avatar';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { clockTime, fullTime, listTime } from '../dom/time';
import { attachmentList } from './files/attachmentList';
import { moreButton, pickReaction, type ActionTarget } from './messageActions';
import { messageEditor } from './messageEditor';
import { messageText } from './messageText';
import type { Message } from './model/message';
import { quote } from './quote';
import { reactionList } from './reactions';
import type { Reader } from './reader';

/**
 * One message. Only the parts that a change concerns are built anew, so that neither the focus nor a screen reader nor an
 * edit that is under way is disturbed by somebody's reaction.
 */
export class MessageView implements ActionTarget {
  readonly row: HTMLElement;
  readonly #quote = h('div', { class: 'message-quote' });
  readonly #text = h('div', { class: 'message-said' });
  readonly #attachments = h('div', { class: 'message-attachments' });
  readonly #below = h('div', { class: 'message-below' });
  #message: Message | null = null;
  #editing = false;

  constructor(
    /** The line as a whole. */
    readonly element: HTMLElement,
    message: Message,
    private readonly reader: Reader,
    readonly inThread = false,
  ) {
    const { user, time } = message;
    this.row = h(
      'div',
      { class: 'message-row' },
      this.#quote,
      avatar(user),
      h(
        'div',
        { class: 'message-body' },
        h('p', { class: 'message-head' }, h('strong', { class: 'message-author', dir: 'auto' }, user.username), stamp(time)),
        this.#text,
        this.#attachments,
        this.#below,
      ),
      h('span', { class: 'message-gutter', 'aria-hidden': 'true' }, clockTime(time)),
    );
    this.show(message);
    this.row.append(moreButton(this, reader));
  }

  get message(): Message {
    return this.#message!;
  }

  show(message: Message): void {
    const before = this.#message;
    this.#message = message;
    const { myId } = this.reader;
    const flagged = (name: string, on: boolean): boolean => this.element.classList.toggle(`message--${name}`, on);
    flagged('own', message.user.id === myId);
    flagged('deleted', message.deleted);
    flagged('pinned', message.pinned);
    flagged('mentions-me', message.mentionsRoom || message.mentions.some((person) => person.id === myId));
    if (message.deleted && this.#editing) {
      this.#stopEdit();
    }
    if (differ(before, message, 'replyTo', 'deleted')) {
      this.#quote.replaceChildren(...(message.replyTo && !message.deleted ? [quote(this.reader.room, message.replyTo)] : []));
      this.row.classList.toggle('message-row--answer', message.replyTo !== null && !message.deleted);
    }
    if (!this.#editing && differ(before, message, 'text', 'mentions', 'mentionsRoom', 'editedAt', 'deleted', 'pinned')) {
      this.#showText();
    }
    if (differ(before, message, 'attachments', 'deleted')) {
      this.#attachments.replaceChildren(...(message.deleted ? [] : attachmentList(message.attachments)));
    }
    if (differ(before, message, 'reactions', 'replies')) {
      this.#showBelow();
    }
  }

  startEdit(): void {
    if (!this.#editing) {
      this.#editing = true;
      this.element.classList.add('message--editing');
      const done = (): void => {
        this.#stopEdit();
        this.element.focus({ preventScroll: true });
      };
      this.#text.replaceChildren(messageEditor(this.message.text, (text) => this.reader.edit(this.message, text), done));
      this.element.scrollIntoView({ block: 'nearest' });
    }
  }

  #stopEdit(): void {
    this.#editing = false;
    this.element.classList.remove('message--editing');
    this.#showText();
  }

  #showText(): void {
    const { text, mentions, mentionsRoom, editedAt, deleted, pinned } = this.message;
    if (deleted) {
      this.#text.replaceChildren(h('p', { class: 'message-gone' }, icon('trash'), 'This message was deleted'));
      return;
    }
    const said = messageText(text, mentions, mentionsRoom, this.reader.myId);
    this.#text.replaceChildren(
      ...(pinned ? [h('p', { class: 'message-pinned' }, icon('pin'), 'Pinned')] : []),
      ...(text === '' ? [] : [said]),
      ...(editedAt ? [h('span', { class: 'message-edited', title: `Edited ${fullTime(editedAt)}` }, '(edited)')] : []),
    );
  }

  #showBelow(): void {
    const { reactions, replies } = this.message;
    const focused = this.#below.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['focus'] : undefined;
    this.#below.replaceChildren(
      ...(reactions.length > 0
        ? [
            reactionList(
              reactions,
              this.reader.myId,
              (emoji, on) => this.reader.react(this.message, emoji, on),
              (anchor) => pickReaction(this, this.reader, anchor),
            ),
          ]
        : []),
      ...(replies && !this.inThread ? [this.#replies(replies)] : []),
    );
    if (focused !== undefined) {
      const again = [...this.#below.querySelectorAll<HTMLElement>('[data-focus]')].find((each) => each.dataset['focus'] === focused);
      (again ?? this.element).focus({ preventScroll: true });
    }
  }

  #replies({ count, lastAt }: NonNullable<Message['replies']>): HTMLElement {
    return h(
      'button',
      {
        type: 'button',
        class: 'replies',
        tabindex: -1,
        'data-focus': 'replies',
        on: { click: () => this.reader.openThread(this.message) },
      },
      icon('thread'),
      h('strong', {}, count === 1 ? '1 reply' : `${count} replies`),
      h('span', { class: 'replies-time' }, `last ${listTime(lastAt)}`),
    );
  }
}

export const stamp = (time: Date): HTMLElement =>
  h('time', { class: 'message-time', datetime: time.toISOString(), title: fullTime(time) }, clockTime(time));

const differ = <Key extends keyof Message>(before: Message | null, after: Message, ...keys: readonly Key[]): boolean =>
  before === null || keys.some((key) => before[key] !== after[key]);
