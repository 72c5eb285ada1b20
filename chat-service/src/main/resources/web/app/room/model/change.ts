import type { Attachment, Reaction } from '../../api/messages';
import type { StreamEvent, UserRef } from '../../client';
import { textOf, userOf } from './line';
import type { Message } from './message';

const USERS_KEPT = 10;

/** What an event does to the message that it names; the same message when it does nothing to it. */
export function changed(message: Message, event: StreamEvent, myId: string): Message {
  if (event.seq <= message.asOf) {
    return message;
  }
  const { data, user } = event;
  switch (event.kind) {
    case 'message.edited':
      return {
        ...message,
        asOf: event.seq,
        text: textOf(data['text']),
        mentions: Array.isArray(data['mentions']) ? data['mentions'].flatMap((each) => userOf(each) ?? []) : [],
        mentionsRoom: data['mentionsRoom'] === true,
        editedAt: new Date(textOf(data['editedAt']) || event.time),
        deleted: message.deleted || data['deleted'] === true,
      };
    case 'message.deleted':
      return {
        ...message,
        asOf: event.seq,
        deleted: true,
        text: '',
        mentions: [],
        mentionsRoom: false,
        replyTo: null,
        editedAt: null,
        pinned: false,
        reactions: [],
        attachments: [],
      };
    case 'message.pinned':
    case 'message.unpinned':
      return { ...message, asOf: event.seq, pinned: event.kind === 'message.pinned' };
    case 'reaction.added':
    case 'reaction.removed':
      return user
        ? { ...message, asOf: event.seq, reactions: reacted(message.reactions, textOf(data['emoji']), user, event.kind === 'reaction.added', myId) }
        : message;
    case 'attachment.updated':
      return { ...message, asOf: event.seq, attachments: message.attachments.map((each) => updated(each, data)) };
    default:
      return message;
  }
}

/** A quoted message was edited or deleted: what quotes it no longer repeats what it was. */
export function requoted(message: Message, event: StreamEvent, id: string): Message {
  const { replyTo } = message;
  if (replyTo?.messageId !== id) {
    return message;
  }
  return event.kind === 'message.deleted' ? { ...message, replyTo: { ...replyTo, text: '', deleted: true } } : message;
}

/** The root of a thread counts the answers. */
export function answered(root: Message, seq: number, time: Date, by: 1 | -1): Message {
  const count = (root.replies?.count ?? 0) + by;
  if (seq <= root.asOf) {
    return root;
  }
  const lastAt = by === 1 || !root.replies ? time : root.replies.lastAt;
  return { ...root, asOf: seq, replies: count > 0 ? { count, lastAt } : null };
}

/**
 * A loaded message may know of a reaction whose event is still to come, so an event that tells nothing new does nothing.
 * Beyond those whom the server names, who reacted is not known, and the event is believed.
 */
function reacted(reactions: readonly Reaction[], emoji: string, user: UserRef, on: boolean, myId: string): readonly Reaction[] {
  const found = reactions.find((each) => each.emoji === emoji);
  const mine = user.id === myId;
  const listed = found?.users.some((each) => each.id === user.id) === true || (mine && found?.me === true);
  const complete = found !== undefined && found.users.length === found.count;
  if (on ? listed : !found || (!listed && complete)) {
    return reactions;
  }
  const others = found?.users.filter((each) => each.id !== user.id) ?? [];
  const count = (found?.count ?? 0) + (on ? 1 : -1);
  if (count <= 0) {
    return reactions.filter((each) => each !== found);
  }
  const next: Reaction = {
    emoji,
    count,
    me: mine ? on : found?.me === true,
    users: on ? [...others, user].slice(0, USERS_KEPT) : others,
  };
  return found ? reactions.map((each) => (each === found ? next : each)) : [...reactions, next];
}

function updated(attachment: Attachment, data: StreamEvent['data']): Attachment {
  if (attachment.id !== data['attachmentId']) {
    return attachment;
  }
  const { state, width, height, variants, error } = data as Partial<Attachment>;
  return {
    ...attachment,
    ...(state !== undefined && { state }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(variants !== undefined && { variants }),
    ...(error !== undefined && { error }),
  };
}
