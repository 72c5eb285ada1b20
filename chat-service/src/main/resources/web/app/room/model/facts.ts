import type { DefaultRole, RoomRole } from '../../api/rooms';
import type { StreamEvent, UserRef } from '../../client';
import { dayAndTime, howOften } from '../../dom/time';
import { textOf, userOf } from './line';
import type { RoomFacts, RoomState } from './state';

type Data = StreamEvent['data'];

/** What is different about the room after an event of its people or its settings. */
export function factsAfter({ facts, myId }: RoomState, { kind, data }: StreamEvent): Partial<RoomFacts> {
  const subject = userOf(data['user']);
  switch (kind) {
    case 'member.added':
      return { ...(subject?.id === myId && { role: roleOf(data['role']) ?? facts.role, member: true }), ...present(facts, subject, true) };
    case 'member.removed':
      return { ...(subject?.id === myId && { role: facts.defaultRole, member: false }), ...present(facts, subject, false) };
    case 'room.closed':
      return data['archived'] === true || facts.closed ? { closed: true, closedReason: textOf(data['reason']) } : {};
    case 'room.reopened':
      return { closed: false, closedReason: '' };
    case 'room.updated':
      return updated(facts, data);
    default:
      return {};
  }
}

/** What the log says about such an event; `null` for nothing. */
export function told({ kind, data, user }: StreamEvent, facts: RoomFacts): string | null {
  const subject = userOf(data['user']);
  switch (kind) {
    case 'member.added':
      return subject && added(subject, data['role'], facts);
    case 'member.removed':
      return subject && removed(subject, data);
    case 'member.banned':
      return subject && because(`${subject.username} was banned${until(data['until'])}`, data['reason']);
    case 'member.unbanned':
      return subject && `${subject.username} is no longer banned`;
    case 'room.closed':
      return because(data['archived'] === true ? 'The room was closed for writing' : `${user?.username ?? 'Somebody'} ended the chat for everybody who was here`, data['reason']);
    case 'room.reopened':
      return 'The room was opened again';
    case 'room.updated':
      return updates(data);
    default:
      return null;
  }
}

/** Who is in a conversation names it. */
function present({ kind, members }: RoomFacts, subject: UserRef | null, here: boolean): Partial<RoomFacts> {
  if (kind === 'channel' || !subject) {
    return {};
  }
  const others = members.filter((member) => member.id !== subject.id);
  return { members: here ? [...others, subject].sort((a, b) => a.username.localeCompare(b.username)) : others };
}

function updated({ member, role }: RoomFacts, data: Data): Partial<RoomFacts> {
  const { topic, slowModeSeconds, visibility, retentionDays } = data;
  const defaultRole: DefaultRole | null = data['defaultRole'] === 'member' || data['defaultRole'] === 'read_only' ? data['defaultRole'] : null;
  return {
    ...('topic' in data && { topic: textOf(topic) }),
    ...('slowModeSeconds' in data && { slowModeSeconds: typeof slowModeSeconds === 'number' ? slowModeSeconds : 0 }),
    ...('retentionDays' in data && { retentionDays: typeof retentionDays === 'number' ? retentionDays : null }),
    ...((visibility === 'public' || visibility === 'private') && { visibility }),
    ...(defaultRole && { defaultRole, role: member ? role : defaultRole }),
  };
}

const roleOf = (role: unknown): RoomRole | null => (role === 'owner' || role === 'moderator' || role === 'member' || role === 'read_only' ? role : null);

function added({ username }: UserRef, role: unknown, { visibility }: RoomFacts): string {
  switch (role) {
    case 'owner':
      return `${username} is an owner of the room now`;
    case 'moderator':
      return `${username} is a moderator of the room now`;
    case 'read_only':
      return `${username} may only read now`;
    default:
      return visibility === 'public' ? `${username} is a member now` : `${username} was added to the room`;
  }
}

function removed({ username }: UserRef, data: Data): string | null {
  switch (data['reason']) {
    case 'left':
      return `${username} left the room for good`;
    case 'kicked':
      return because(`${username} was sent out of the room`, data['text']);
    case 'banned':
      // member.banned says it.
      return null;
    default:
      return `${username} was removed from the room`;
  }
}

function updates(data: Data): string | null {
  const { topic, slowModeSeconds, visibility, retentionDays, defaultRole } = data;
  const parts = [
    'topic' in data && (textOf(topic) === '' ? 'The topic was removed' : `The topic is now “${textOf(topic)}”`),
    'slowModeSeconds' in data &&
      (typeof slowModeSeconds === 'number' && slowModeSeconds > 0 ? `Slow mode: one message ${howOften(slowModeSeconds)}` : 'Slow mode is off'),
    typeof visibility === 'string' && `The room is ${visibility} now`,
    'retentionDays' in data &&
      (typeof retentionDays === 'number' ? `Messages are kept for ${retentionDays === 1 ? 'one day' : `${retentionDays} days`}` : 'Messages are kept for ever'),
    defaultRole === 'read_only' && 'Only members may write now',
    defaultRole === 'member' && 'Everybody may write now',
    data['bannedWordsChanged'] === true && 'The words that are not accepted were changed',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : null;
}

const because = (text: string, reason: unknown): string => (textOf(reason) === '' ? text : `${text}: ${textOf(reason)}`);

const until = (time: unknown): string => (typeof time === 'string' ? ` until ${dayAndTime(new Date(time))}` : '');
