import type { StreamEvent, TypingPush, UserRef } from '../../client';
import type { Session } from '../../frame/session';
import { presence } from '../model/pages';
import type { RoomStore } from '../model/store';
import { moderates, type Reader } from '../reader';
import { TypingLine } from '../typing';
import { isGuest } from './guests';
import { PeoplePanel } from './peoplePanel';
import { Roster } from './roster';

/** The people of a room: who is here, who belongs to it, who writes at this moment. */
export class Crowd {
  readonly panel: PeoplePanel;
  readonly roster: Roster;
  readonly typingLine = new TypingLine();
  #notices = 0;

  constructor(
    private readonly session: Session,
    private readonly reader: Reader,
    private readonly store: RoomStore,
    private readonly counted: (count: number) => void,
    openMembers: () => void,
  ) {
    this.roster = new Roster(reader.room);
    this.panel = new PeoplePanel(reader, store, this.roster, session.statuses, (count) => this.#counted(count), openMembers);
  }

  /** The room is known. Of a public one, who has a role is of interest to those who moderate it. */
  opened(): void {
    if (this.reader.facts().visibility === 'private' || moderates(this.reader)) {
      void this.roster.load();
    }
  }

  happened({ kind, data }: StreamEvent): void {
    if (kind.startsWith('member.')) {
      this.roster.soon(moderates(this.reader));
    } else if (kind === 'room.updated' && data['visibility'] === 'private') {
      this.roster.soon(true);
    }
  }

  typing({ user, typing }: TypingPush): void {
    if (user.id !== this.session.me.id) {
      this.typingLine.set(user, typing);
    }
  }

  presence(user: UserRef, online: boolean): void {
    if (this.panel.change(user, online) && user.id !== this.session.me.id) {
      this.store.update((state) => presence(state, user, online, `presence-${(this.#notices += 1)}`, new Date()));
    }
    if (!online) {
      this.typingLine.set(user, false);
    }
  }

  /** People who are here, members, and who has spoken lately. */
  mentionable(authors: readonly UserRef[]): UserRef[] {
    const people = new Map<string, UserRef>();
    for (const person of [...this.panel.people, ...(this.roster.members.value ?? []), ...authors]) {
      if (person.id !== this.session.me.id && !isGuest(person)) {
        people.set(person.id, person);
      }
    }
    return [...people.values()];
  }

  dispose(): void {
    this.typingLine.clear();
    this.panel.dispose();
    this.roster.dispose();
  }

  #counted(count: number): void {
    // The panel counts while the page is being built.
    queueMicrotask(() => this.counted(count));
    if (count > 0) {
      this.session.rooms.online(this.reader.room, count);
    }
  }
}
