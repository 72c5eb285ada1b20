import { setRole, type Member, type RoomRole } from '../../api/rooms';
import { ChoiceField } from '../../dom/fields';
import { h, uniqueId } from '../../dom/element';
import { Field, type FormField } from '../../dom/form';
import { openFormDialog } from '../../dom/formDialog';
import { icon } from '../../dom/icons';
import { manages, type Reader } from '../reader';
import { personList, type ListedPerson } from './personRow';
import { ROLES, roleName } from './roles';
import type { Roster } from './roster';
import type { Section } from './section';

/** So many are found without searching. */
const SEARCH_FROM = 12;

/** Who has a role here, by name, with what this reader may do about it. */
export function memberList(reader: Reader, roster: Roster): Section {
  const { kind, visibility } = reader.facts();
  const findId = uniqueId('find-member');
  const find = h('input', { id: findId, class: 'input input--search', type: 'search', placeholder: 'Find a member', autocomplete: 'off', on: { input: () => render() } });
  const search = h('div', { class: 'search-box', hidden: true }, h('label', { class: 'visually-hidden', for: findId }, 'Find a member'), icon('search'), find);
  const list = h('ul', { class: 'people-list' });
  const status = h('p', { class: 'panel-empty', role: 'status' }, 'Loading …');
  const more = h('button', { type: 'button', class: 'button button--wide', hidden: true, on: { click: () => void roster.more() } }, 'Show more');
  const addable = manages(reader) || kind === 'group';
  const add = h('button', { type: 'button', class: 'button', on: { click: () => openAdd(reader, roster) } }, icon('userPlus'), visibility === 'public' ? 'Give a role' : 'Add a member');
  const rows = personList(list, reader);
  const listed = ({ id, username, role }: Member): ListedPerson => ({
    user: { id, username },
    role,
    here: null,
    note: role === 'member' && visibility === 'private' ? null : roleName(role),
  });
  const render = (): void => {
    const members = roster.members.value;
    const query = find.value.trim().toLocaleLowerCase();
    const shown = (members ?? []).filter((member) => member.username.toLocaleLowerCase().includes(query));
    search.hidden = (members?.length ?? 0) < SEARCH_FROM;
    rows.show(shown.map(listed));
    status.hidden = shown.length > 0;
    status.textContent =
      roster.problem.value ??
      (members === null ? 'Loading …' : query !== '' ? 'Nobody of that name.' : visibility === 'public' ? 'Nobody has a role here. Everybody may come in all the same.' : 'There is nobody.');
    more.hidden = !roster.hasMore.value || query !== '';
  };
  const unwatch = [roster.members.watch(render), roster.problem.watch(render), roster.hasMore.watch(render)];
  return {
    element: h('div', { class: 'panel-section' }, addable && h('p', { class: 'panel-tools' }, add), search, list, status, more),
    load: () => roster.load(),
    dispose: () => unwatch.forEach((each) => each()),
  };
}

/** In a group everybody brings others along; roles are for owners to give. */
function openAdd(reader: Reader, roster: Roster): void {
  const { visibility, kind } = reader.facts();
  const isPublic = visibility === 'public';
  const name = new Field({ name: 'username', label: 'Username', autofocus: true, maxlength: 32 });
  const role = new ChoiceField('role', 'Role', ROLES, isPublic ? 'moderator' : 'member');
  const fields: FormField[] = manages(reader) && kind === 'channel' ? [name, role] : [name];
  const give = (): Promise<unknown> => setRole(reader.room, name.value.trim(), fields.length > 1 ? (role.value as RoomRole) : 'member');
  openFormDialog(isPublic ? 'Give somebody a role' : 'Add a member', null, fields, isPublic ? 'Give the role' : 'Add to room', give, () => roster.soon());
}
