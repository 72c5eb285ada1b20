import type { Status } from '../../api/people';
import type { RoomRole } from '../../api/rooms';
import type { UserRef } from '../../client';
import { avatar } from '../../dom/avatar';
import { h } from '../../dom/element';
import { KeyedList, type ListItem } from '../../dom/keyedList';
import { statusLine } from '../../people/statusLine';
import type { Reader } from '../reader';
import { PersonButton } from './personMenu';

/** Somebody in a list of people. */
export interface ListedPerson {
  readonly user: UserRef;
  /** What somebody made them; `null` where nobody did, or it is not known. */
  readonly role: RoomRole | null;
  /** Whether they are in the room now; `null` where that is not the question. */
  readonly here: boolean | null;
  /** What is said below the name. */
  readonly note: string | null;
  /** What they tell of themselves. */
  readonly status?: Status | null;
}

/** Rows of people that stay while the people do, so that a change of one takes the focus from nobody. */
export const personList = (list: HTMLElement, reader: Reader): KeyedList<ListedPerson, PersonRow> =>
  new KeyedList(list, ({ user }) => user.id, (person) => new PersonRow(person, reader));

class PersonRow implements ListItem<ListedPerson> {
  readonly element: HTMLElement;
  readonly #dot = h('span', { class: 'presence-dot', 'aria-hidden': 'true' });
  readonly #note = h('span', { class: 'person-role' });
  readonly #status = h('span', { class: 'person-role person-status' });
  readonly #button: PersonButton;

  constructor(person: ListedPerson, reader: Reader) {
    const { user } = person;
    this.#button = new PersonButton(user, reader);
    this.element = h(
      'li',
      { class: 'person' },
      h('span', { class: 'person-avatar' }, avatar(user, 'small'), this.#dot),
      h(
        'span',
        { class: 'person-text' },
        h('span', { class: 'person-name', dir: 'auto' }, user.username, user.id === reader.myId && h('span', { class: 'person-you' }, ' you')),
        this.#note,
        this.#status,
      ),
      this.#button.element,
    );
    this.show(person);
  }

  show({ role, here, note, status = null }: ListedPerson): void {
    this.element.classList.toggle('person--away', here === false);
    this.#dot.hidden = here !== true;
    this.#note.hidden = note === null;
    this.#note.textContent = note;
    this.#status.hidden = status === null;
    this.#status.replaceChildren(...(status ? [statusLine(status)] : []));
    this.#button.show(role);
  }
}
