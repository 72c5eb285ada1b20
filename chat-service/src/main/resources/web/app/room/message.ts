import type { StoredMessage } from '../api/rooms';
import type { QuotedMessage, StreamEvent, UserRef } from '../client';

export interface Message {
  readonly seq: number;
  readonly messageId: string;
  readonly time: Date;
  readonly user: UserRef;
  readonly text: string;
  readonly mentions: readonly UserRef[];
  readonly replyTo: QuotedMessage | null;
  readonly clientMessageId: string | null;
}

/** As long as the server's quotes. */
const QUOTE_LENGTH = 140;

export const storedMessage = (message: StoredMessage): Message => ({
  seq: message.seq,
  time: new Date(message.time),
  user: message.user,
  messageId: message.messageId,
  text: message.text,
  mentions: message.mentions ?? [],
  replyTo: message.replyTo ?? null,
  clientMessageId: message.clientMessageId ?? null,
});

/** What stands above an answer to this message. */
export function quoted({ messageId, seq, user, text }: Message): QuotedMessage {
  const letters = [...text];
  return { messageId, seq, user, text: letters.length > QUOTE_LENGTH ? `${letters.slice(0, QUOTE_LENGTH - 1).join('')}…` : text };
}

/** The message that an event tells of; `null` for other events. */
export function postedMessage(event: StreamEvent): Message | null {
  const { text, mentions, replyTo } = event.data as Partial<StoredMessage>;
  return typeof text === 'string' && event.user
    ? {
        seq: event.seq,
        messageId: event.eventId,
        time: new Date(event.time),
        user: event.user,
        text,
        mentions: mentions ?? [],
        replyTo: replyTo ?? null,
        clientMessageId: event.clientMessageId ?? null,
      }
    : null;
}
