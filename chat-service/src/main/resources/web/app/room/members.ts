import type { Account } from '../api/accounts';
import { ApiError } from '../api/http';
import { addMember, members, removeMember, type Member } from '../api/rooms';
import { avatar } from '../dom/avatar';
import { openDialog } from '../dom/dialog';
import { h } from '../dom/element';
import { Field, formOf } from '../dom/form';
import { icon } from '../dom/icons';
import { toast } from '../frame/toast';

/** The members of a private room, with what its owner may change. */
export function membersSection(room: string, me: Account, onMembers: (members: readonly Member[]) => void): HTMLElement {
  const list = h('ul', { class: 'people-list' });
  const add = h(
    'button',
    { type: 'button', class: 'icon-button icon-button--small', 'aria-label': 'Add a member', hidden: true },
    icon('userPlus'),
  );
  const refresh = async (): Promise<void> => {
    try {
      const { items } = await members(room);
      onMembers(items);
      const mayChange =
        me.roles.includes('staff') || items.some((member) => member.id === me.id && member.role === 'owner');
      add.hidden = !mayChange;
      list.replaceChildren(...items.map((member) => row(member, mayChange && member.id !== me.id)));
    } catch (error) {
      list.replaceChildren(h('li', { class: 'person' }, error instanceof ApiError ? error.message : 'Not available.'));
    }
  };
  const row = (member: Member, removable: boolean): HTMLElement =>
    h(
      'li',
      { class: 'person' },
      avatar(member, 'small'),
      h('span', { class: 'person-name', dir: 'auto' }, member.username),
      member.role === 'owner' && h('span', { class: 'person-you' }, 'owner'),
      removable &&
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button icon-button--small person-remove',
            'aria-label': `Remove ${member.username}`,
            on: { click: () => void remove(member.username) },
          },
          icon('close'),
        ),
    );
  const remove = async (username: string): Promise<void> => {
    try {
      await removeMember(room, username);
    } catch (error) {
      toast(error instanceof ApiError ? error.message : 'That did not work.');
    }
    await refresh();
  };
  add.addEventListener('click', () => {
    const field = new Field({ name: 'username', label: 'Username', autofocus: true, maxlength: 32 });
    const form = formOf([field], 'Add to room', async () => {
      await addMember(room, field.value.trim());
      dialog.close();
      await refresh();
    });
    const dialog = openDialog('Add a member', form);
  });
  void refresh();
  return h('section', { class: 'members' }, h('header', { class: 'people-head' }, h('h2', {}, 'Members'), add), list);
}
