import { resolveReport, type Report, type Resolution } from '../../api/moderation';
import { avatar } from '../../dom/avatar';
import { h } from '../../dom/element';
import { Field } from '../../dom/form';
import { openFormDialog } from '../../dom/formDialog';
import { fullTime, listTime } from '../../dom/time';
import { messagePath } from '../../frame/router';

const MAX_NOTE = 500;

/** The reports of one message, which are decided together: the newest first, never none. */
export type Reported = readonly Report[];

const DECISIONS: Readonly<Record<Resolution, { readonly action: string; readonly title: string; readonly text: string; readonly done: string }>> = {
  dismissed: { action: 'Nothing is wrong', title: 'Is nothing wrong with it?', text: 'The message stays as it is.', done: 'Nothing was found wrong' },
  message_deleted: { action: 'Delete the message', title: 'Delete the message?', text: 'It is removed for everybody and cannot be brought back.', done: 'The message was deleted' },
  user_banned: { action: 'Ban the author', title: 'Ban the author?', text: 'They are sent out and cannot come back until the ban is lifted. The message stays.', done: 'The author was banned' },
};

/** Reports by the message that they are about and whether they are decided, in the order in which they are given. */
export function reported(reports: readonly Report[]): readonly Reported[] {
  return [...Map.groupBy(reports, ({ messageId, state, resolvedAt }) => [messageId, state, resolvedAt].join()).values()];
}

/** A message that was reported: who finds what wrong, and what was or can be decided. `inRoom`: its room needs no name. */
export function reportCard(reports: Reported, inRoom: boolean, decided: () => void): HTMLElement {
  const [first] = reports;
  if (!first) {
    throw new Error('nothing was reported');
  }
  const { room, seq, author, text, createdAt, resolution } = first;
  const time = new Date(createdAt);
  return h(
    'li',
    { class: 'card report' },
    h(
      'p',
      { class: 'card-head' },
      avatar(author, 'small'),
      h('strong', { dir: 'auto' }, author.username),
      !inRoom && h('span', { class: 'card-room', dir: 'auto' }, `in ${room}`),
      h('time', { class: 'message-time', datetime: createdAt, title: fullTime(time) }, listTime(time)),
    ),
    text === undefined ? h('p', { class: 'message-gone' }, 'The message is gone') : h('p', { class: 'card-quote', dir: 'auto' }, text),
    h(
      'ul',
      { class: 'report-reasons' },
      reports.map(({ reporter, reason }) => h('li', {}, h('strong', { dir: 'auto' }, reporter.username), ': ', h('span', { dir: 'auto' }, reason))),
    ),
    resolution
      ? h('p', { class: 'card-facts', dir: 'auto' }, verdict(first, resolution))
      : h(
          'p',
          { class: 'card-actions' },
          text !== undefined && h('a', { href: messagePath(room, seq) }, 'Show it'),
          decision(first, 'dismissed', decided),
          text !== undefined && decision(first, 'message_deleted', decided),
          decision(first, 'user_banned', decided),
        ),
  );
}

function decision(report: Report, resolution: Resolution, decided: () => void): HTMLElement {
  const { action, title, text } = DECISIONS[resolution];
  const danger = resolution !== 'dismissed';
  const open = (): void => {
    const note = new Field({ name: 'note', label: 'Note (optional)', hint: 'For those who moderate.', maxlength: MAX_NOTE, optional: true, autofocus: true });
    openFormDialog(title, text, [note], { label: action, danger }, () => resolveReport(report.id, resolution, note.value), decided);
  };
  return h('button', { type: 'button', class: danger ? 'link-button link-button--danger' : 'link-button', on: { click: open } }, `${action} …`);
}

function verdict({ resolvedBy, resolvedAt, note }: Report, resolution: Resolution): string {
  const when = resolvedAt ? `, ${listTime(new Date(resolvedAt))}` : '';
  return `${DECISIONS[resolution].done}${resolvedBy ? ` (${resolvedBy}${when})` : ''}${note ? `: ${note}` : ''}`;
}
