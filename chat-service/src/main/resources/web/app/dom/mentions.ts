import { h } from './element';

/** The same letters as the server's: what can be part of a name, and what cannot stand before the `@`. */
const PLACE = /(?<![\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}])@([\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}.-]{2,})/gu;

interface Mentioned {
  readonly id: string;
  readonly username: string;
}

/** What means everybody in the room, where the server has said so. */
export const ROOM_MENTION = 'room';

/**
 * A text with the names of the mentioned people marked, the reader's own more strongly. Who is mentioned was decided by
 * the server; here their names are only found again.
 */
export function markMentions(text: string, mentions: readonly Mentioned[], myId: string): (string | HTMLElement)[] {
  if (mentions.length === 0) {
    return [text];
  }
  const byKey = new Map(mentions.map((person) => [key(person.username), person]));
  const parts: (string | HTMLElement)[] = [];
  let done = 0;
  for (const match of text.matchAll(PLACE)) {
    const run = match[1]!;
    const length = nameLength(run, byKey);
    if (length > 0) {
      const person = byKey.get(key(run.slice(0, length)))!;
      const end = match.index + 1 + length;
      const mine = person.id === myId;
      parts.push(text.slice(done, match.index));
      parts.push(h(mine ? 'mark' : 'span', { class: mine ? 'mention mention--me' : 'mention' }, text.slice(match.index, end)));
      done = end;
    }
  }
  parts.push(text.slice(done));
  return parts.filter((part) => part !== '');
}

/** A sentence may end in dots and hyphens, which names may contain: the longest name that is mentioned counts. */
function nameLength(run: string, byKey: ReadonlyMap<string, Mentioned>): number {
  for (let length = run.length; length >= 2; length--) {
    if (byKey.has(key(run.slice(0, length)))) {
      return length;
    }
    if (!/[.-]/.test(run[length - 1]!)) {
      return 0;
    }
  }
  return 0;
}

/** Names that differ only in case or in compatibility forms are one name. */
const key = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC');
