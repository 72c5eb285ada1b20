import { inviteByLink, invitePerson, invitationsOf, withdrawInvitation, type RoomInvitation } from '../../api/roomInvitations';
import { avatar } from '../../dom/avatar';
import { openDialog } from '../../dom/dialog';
import { h, uniqueId } from '../../dom/element';
import { SelectField } from '../../dom/fields';
import { Field } from '../../dom/form';
import { openFormDialog } from '../../dom/formDialog';
import { icon } from '../../dom/icons';
import { dayAndTime, fullTime } from '../../dom/time';
import { copyAddress, wholeAddress } from '../../frame/copy';
import { invitationPath } from '../../frame/router';
import { toast } from '../../frame/toast';
import type { Reader } from '../reader';
import { cardButton, FetchedList, type Section } from './section';

const ANY = '';
const USES: readonly (readonly [string, string])[] = [[ANY, 'Any number'], ...['1', '5', '10', '25', '100'].map((count) => [count, count === '1' ? 'One person' : `${count} people`] as const)];
const HOURS: readonly (readonly [string, string])[] = [
  ['1', 'One hour'],
  ['24', 'One day'],
  ['168', 'One week'],
  ['720', '30 days'],
];

/** Who is invited and has not answered, and the links that still work. */
export function invitationList({ room }: Reader): Section {
  const list: FetchedList<RoomInvitation> = new FetchedList(
    async () => (await invitationsOf(room)).items,
    (invitation) => card(invitation, () => withdraw(invitation)),
    () => 'No invitation is open. Invite one person by name, or make a link for several.',
  );
  const load = (): Promise<void> => list.load();
  const withdraw = async ({ id }: RoomInvitation): Promise<void> => {
    await withdrawInvitation(room, id);
    await load();
  };
  const person = h('button', { type: 'button', class: 'button', on: { click: () => openInvite(room, load) } }, icon('userPlus'), 'Invite a person');
  const link = h('button', { type: 'button', class: 'button', on: { click: () => openLink(room, load) } }, icon('link'), 'Make a link');
  return { element: h('div', { class: 'panel-section' }, h('p', { class: 'panel-tools' }, person, link), list.element), load };
}

function openInvite(room: string, load: () => Promise<void>): void {
  const name = new Field({ name: 'username', label: 'Username', autofocus: true, maxlength: 32 });
  const invite = (): Promise<RoomInvitation> => invitePerson(room, name.value.trim());
  openFormDialog('Invite a person', 'They are told of it, and become a member once they accept.', [name], 'Invite', invite, ({ user }) => {
    toast(`${user?.username ?? name.value.trim()} is invited`);
    void load();
  });
}

function openLink(room: string, load: () => Promise<void>): void {
  const uses = new SelectField({ name: 'maxUses', label: 'Who can use it', choices: USES, value: ANY, autofocus: true });
  const hours = new SelectField({ name: 'expiresInHours', label: 'How long it works', choices: HOURS, value: '168' });
  const make = (): Promise<RoomInvitation> => inviteByLink(room, uses.value === ANY ? null : Number(uses.value), Number(hours.value));
  openFormDialog('Invite by link', 'Whoever has the link and an account becomes a member.', [uses, hours], 'Make the link', make, ({ code = '' }) => {
    showLink(code);
    void load();
  });
}

/** The server keeps no copy of the code: this is the moment to take it. */
function showLink(code: string): void {
  const id = uniqueId('invitation-link');
  const path = invitationPath(code);
  const field = h('input', { id, class: 'input', readonly: true, value: wholeAddress(path), on: { focus: () => field.select() } });
  openDialog(
    'The link is made',
    h(
      'div',
      { class: 'form' },
      h('div', { class: 'field' }, h('label', { class: 'field-label', for: id }, 'Link'), field, h('p', { class: 'field-hint' }, 'Copy it now: it is not shown again.')),
      h('button', { type: 'button', class: 'button button--primary button--wide', autofocus: true, on: { click: () => void copyAddress(path, 'Link') } }, icon('link'), 'Copy the link'),
    ),
  );
}

function card(invitation: RoomInvitation, withdraw: () => Promise<void>): HTMLElement {
  const { user, by, maxUses, uses, expiresAt } = invitation;
  const end = new Date(expiresAt);
  return h(
    'li',
    { class: 'card' },
    h('p', { class: 'card-head' }, user ? avatar(user, 'small') : icon('link'), user ? h('strong', { dir: 'auto' }, user.username) : h('strong', {}, 'Link')),
    h(
      'p',
      { class: 'card-facts' },
      !user && [maxUses === undefined ? `Used ${uses === 1 ? 'once' : `${uses} times`}` : `Used ${uses} of ${maxUses} times`, ', '],
      user ? 'Not answered yet, until ' : 'works until ',
      h('time', { datetime: expiresAt, title: fullTime(end) }, dayAndTime(end)),
      ', by ',
      h('span', { dir: 'auto' }, by.username),
    ),
    h('p', { class: 'card-actions' }, cardButton('Take back', withdraw, user ? `Take back the invitation of ${user.username}` : 'Take back the link')),
  );
}
