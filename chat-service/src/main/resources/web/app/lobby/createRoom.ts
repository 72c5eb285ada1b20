import { createRoom, type Visibility } from '../api/rooms';
import { openDialog } from '../dom/dialog';
import { h } from '../dom/element';
import { Field, formOf } from '../dom/form';
import { icon } from '../dom/icons';
import { roomPath } from '../frame/router';
import type { Session } from '../frame/session';

export const ROOM_NAME = /^[\p{L}\p{N}\p{M}_]{1,100}$/u;

export function openCreateRoom(session: Session, name = ''): void {
  const field = new Field({
    name: 'name',
    label: 'Name',
    hint: 'Letters, digits and underscores.',
    maxlength: 100,
    autofocus: true,
    check: (value) => (ROOM_NAME.test(value) ? null : 'Use letters, digits and underscores only.'),
  });
  field.input.value = name;
  const choice = (value: Visibility, label: string, hint: string): HTMLElement =>
    h(
      'label',
      { class: 'choice' },
      h('input', { type: 'radio', name: 'visibility', value, checked: value === 'public' }),
      icon(value === 'public' ? 'hash' : 'lock'),
      h('span', { class: 'choice-text' }, h('strong', {}, label), h('span', {}, hint)),
    );
  const visibility = h(
    'fieldset',
    { class: 'choices' },
    h('legend', { class: 'field-label' }, 'Who can join'),
    choice('public', 'Public', 'Everybody who is signed in'),
    choice('private', 'Private', 'Only people who are added'),
  );
  const form = formOf(
    [field],
    'Create room',
    async () => {
      const chosen = visibility.querySelector<HTMLInputElement>('input:checked')!.value as Visibility;
      const room = await createRoom(field.value, chosen);
      session.rooms.put(room);
      dialog.close();
      session.router.go(roomPath(room.name));
    },
    visibility,
  );
  const dialog = openDialog('New room', form);
}
