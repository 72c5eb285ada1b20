import { announce } from '../api/messages';
import type { UserRef } from '../client';
import { avatar } from '../dom/avatar';
import { openDialog } from '../dom/dialog';
import { h, uniqueId } from '../dom/element';
import { Field, formOf } from '../dom/form';

/** Writes an announcement, which tells everybody who follows the room. */
export function openAnnounce(room: string): void {
  const title = new Field({ name: 'title', label: 'Title', maxlength: 120, autofocus: true });
  const textId = uniqueId('announcement');
  const text = h('textarea', { id: textId, class: 'input input--area', rows: 4, dir: 'auto' });
  const form = formOf(
    [title],
    'Announce',
    async () => {
      await announce(room, title.value.trim(), text.value.trim());
      dialog.close();
    },
    h(
      'div',
      { class: 'field' },
      h('label', { class: 'field-label', for: textId }, 'Text'),
      text,
      h('p', { class: 'field-hint' }, 'Everybody who follows this room is notified, here and by mail.'),
    ),
  );
  const dialog = openDialog('Announcement', form);
}

/** Asks who alone is to see the next message. */
export function openWhisper(people: readonly UserRef[], choose: (usernames: readonly string[]) => void): void {
  if (people.length === 0) {
    openDialog('Whisper', h('p', { class: 'dialog-text' }, 'There is nobody else here to whisper to.'));
    return;
  }
  const group = h(
    'fieldset',
    { class: 'choices whisper-choices' },
    h('legend', { class: 'field-label' }, 'Who sees the message, besides you'),
    [...people]
      .sort((a, b) => a.username.localeCompare(b.username))
      .map((person) =>
        h(
          'label',
          { class: 'choice' },
          h('input', { type: 'checkbox', name: 'to', value: person.username }),
          avatar(person, 'small'),
          h('span', { class: 'person-name', dir: 'auto' }, person.username),
        ),
      ),
  );
  const problem = h('p', { class: 'form-error', role: 'alert' });
  const form = h('form', { class: 'form', novalidate: true }, group, problem, h('button', { type: 'submit', class: 'button button--primary button--wide' }, 'Write the message'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const chosen = [...group.querySelectorAll<HTMLInputElement>('input:checked')].map((input) => input.value);
    if (chosen.length === 0) {
      problem.textContent = 'Choose at least one person.';
      return;
    }
    dialog.close();
    choose(chosen);
  });
  const dialog = openDialog('Whisper', form);
}
