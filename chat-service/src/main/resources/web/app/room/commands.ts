import { ApiError } from '../api/http';
import * as api from '../api/messages';
import type { Account } from '../api/accounts';
import type { QuotedMessage } from '../client';
import { avatar } from '../dom/avatar';
import { confirm } from '../dom/confirm';
import { openDialog } from '../dom/dialog';
import { h } from '../dom/element';
import { copyAddress } from '../frame/copy';
import { messagePath } from '../frame/router';
import { toast } from '../frame/toast';
import { displayName } from '../lobby/naming';
import { quoted, shortened, type Message } from './model/message';
import type { RoomStore } from './model/store';
import type { Reader } from './reader';
import { openReport } from './reports/openReport';

const PREVIEW = 200;

/** Where the page shows what a command leads to. */
export interface CommandViews {
  reply(message: QuotedMessage): void;
  openThread(messageId: string): void;
  whisper(usernames: readonly string[]): void;
  /** Rejects with what the server has against it. */
  converse(username: string): Promise<unknown>;
  markedUnread(seq: number): void;
}

/** What this user does with messages. The effect is seen when the event comes back; a refusal is said at once. */
export function commands(room: string, me: Account, store: RoomStore, views: CommandViews): Reader {
  const attempt = (act: () => Promise<unknown>): void => {
    act().catch((error: unknown) => {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      toast(error.message);
    });
  };
  return {
    room,
    title: () => displayName({ name: room, ...store.state.facts }, me.id),
    myId: me.id,
    staff: me.roles.includes('staff'),
    facts: () => store.state.facts,
    reply: (message) => views.reply(quoted(message)),
    openThread: (message) => views.openThread(message.messageId),
    react: (message, emoji, on) => attempt(() => api.react(room, message.messageId, emoji, on)),
    edit: (message, text) => api.editMessage(room, message.messageId, text),
    remove: (message) =>
      confirm(
        'Delete this message?',
        message.text === '' ? 'It is removed for everybody and cannot be brought back.' : `“${shortened(message.text, PREVIEW)}” is removed for everybody and cannot be brought back.`,
        'Delete',
        () => api.deleteMessage(room, message.messageId),
      ),
    pin: (message, on) =>
      attempt(async () => {
        await api.pin(room, message.messageId, on);
        toast(on ? 'Pinned for everybody in this room' : 'No longer pinned');
      }),
    copyLink: (message) => void copyAddress(messagePath(room, message.seq), 'Link to the message'),
    markUnread: (message) =>
      attempt(async () => {
        await api.markUnread(room, message.seq);
        views.markedUnread(message.seq);
        toast('Unread from this message on');
      }),
    showReaders: (message) => attempt(() => showReaders(room, message)),
    whisper: (person) => views.whisper([person.username]),
    converse: ({ username }) => attempt(() => views.converse(username)),
    report: (message) => openReport(room, message),
  };
}

async function showReaders(room: string, message: Message): Promise<void> {
  const { items: readers } = await api.receipts(room, message.messageId);
  openDialog(
    'Who has read this',
    readers.length === 0
      ? h('p', { class: 'dialog-text' }, 'Nobody else has read this yet.')
      : h(
          'ul',
          { class: 'people-list' },
          readers.map((user) => h('li', { class: 'person' }, avatar(user, 'small'), h('span', { class: 'person-name', dir: 'auto' }, user.username))),
        ),
  );
}
