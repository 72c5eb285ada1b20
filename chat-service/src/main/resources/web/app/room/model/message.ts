import type { Attachment, Reaction, StoredMessage, ThreadRef } from '../../api/messages';
import type { QuotedMessage, StreamEvent, UserRef } from '../../client';

export interface Message {
  readonly kind: 'message';
  readonly seq: number;
  readonly messageId: string;
  readonly time: Date;
  readonly user: UserRef;
  readonly text: string;
  readonly mentions: readonly UserRef[];
  /** `@room`: everybody here is meant. */
  readonly mentionsRoom: boolean;
  readonly replyTo: QuotedMessage | null;
  readonly clientMessageId: string | null;
  readonly editedAt: Date | null;
  readonly deleted: boolean;
  readonly pinned: boolean;
  readonly reactions: readonly Reaction[];
  /** The thread that it is an answer in. */
  readonly thread: ThreadRef | null;
  /** What was answered, if it begins a thread. */
  readonly replies: { readonly count: number; readonly lastAt: Date } | null;
  readonly attachments: readonly Attachment[];
  /** What events up to this seq did to the message is in it; they are not to be applied again. */
  readonly asOf: number;
}

/** As long as the server's quotes. */
const QUOTE_LENGTH = 140;

/** `asOf`: up to where the room's events are in the answer. */
export const storedMessage = (message: StoredMessage, asOf: number): Message => ({
  kind: 'message',
  seq: message.seq,
  messageId: message.messageId,
  time: new Date(message.time),
  user: message.user,
  text: message.text ?? '',
  mentions: message.mentions ?? [],
  mentionsRoom: message.mentionsRoom === true,
  replyTo: message.replyTo ?? null,
  clientMessageId: message.clientMessageId ?? null,
  editedAt: message.editedAt ? new Date(message.editedAt) : null,
  deleted: message.deleted === true,
  pinned: message.pinned === true,
  reactions: message.reactions ?? [],
  thread: message.thread ?? null,
  replies: message.replies && message.replies.count > 0 ? { count: message.replies.count, lastAt: new Date(message.replies.lastAt) } : null,
  attachments: message.attachments ?? [],
  asOf: Math.max(asOf, message.seq),
});

/** The message that a `message.posted` tells of; `null` where the event names no author. */
export function postedMessage(event: StreamEvent): Message | null {
  if (!event.user) {
    return null;
  }
  const data = event.data as Partial<StoredMessage>;
  const { seq, eventId: messageId, time, user, clientMessageId = null } = event;
  return storedMessage({ ...data, text: data.text ?? '', seq, messageId, time, user, clientMessageId }, seq);
}

/** What stands above an answer to this message. */
export function quoted({ messageId, seq, user, text }: Pick<Message, 'messageId' | 'seq' | 'user' | 'text'>): QuotedMessage {
  return { messageId, seq, user, text: shortened(text, QUOTE_LENGTH) };
}

export function shortened(text: string, length: number): string {
  const letters = [...text];
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : text;
}
