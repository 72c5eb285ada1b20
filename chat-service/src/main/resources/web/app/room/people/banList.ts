import { bans, liftBan, type Ban } from '../../api/moderation';
import { avatar } from '../../dom/avatar';
import { h } from '../../dom/element';
import { icon } from '../../dom/icons';
import { dayAndTime, fullTime } from '../../dom/time';
import type { Reader } from '../reader';
import { openBan } from './sendAway';
import { cardButton, FetchedList, type Section } from './section';

/** Who may not come in, and until when. */
export function banList({ room }: Reader): Section {
  const list: FetchedList<Ban> = new FetchedList(
    async () => (await bans(room)).items,
    (ban) => card(ban, () => lift(ban)),
    () => 'Nobody is banned from this room.',
  );
  const lift = async ({ username }: Ban): Promise<void> => {
    await liftBan(room, username);
    await list.load();
  };
  const add = h('button', { type: 'button', class: 'button', on: { click: () => openBan(room, null, () => void list.load()) } }, icon('ban'), 'Ban somebody');
  return { element: h('div', { class: 'panel-section' }, h('p', { class: 'panel-tools' }, add), list.element), load: () => list.load() };
}

function card(ban: Ban, lift: () => Promise<void>): HTMLElement {
  const { username, reason, by, bannedAt, until } = ban;
  const end = until ? new Date(until) : null;
  return h(
    'li',
    { class: 'card' },
    h('p', { class: 'card-head' }, avatar(ban, 'small'), h('strong', { dir: 'auto' }, username)),
    reason !== undefined && h('p', { class: 'card-quote', dir: 'auto' }, reason),
    h(
      'p',
      { class: 'card-facts' },
      end ? ['Until ', h('time', { datetime: end.toISOString(), title: fullTime(end) }, dayAndTime(end))] : 'Until the ban is lifted',
      by !== undefined && [', by ', h('span', { dir: 'auto' }, by)],
      ', since ',
      h('time', { datetime: bannedAt, title: fullTime(new Date(bannedAt)) }, dayAndTime(new Date(bannedAt))),
    ),
    h('p', { class: 'card-actions' }, cardButton('Lift the ban', lift, `Lift the ban of ${username}`)),
  );
}
