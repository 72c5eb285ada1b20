import { resolveReport, type Report, type Resolution } from '../api/admin';
import { openDialog } from '../dom/dialog';
import { h, uniqueId } from '../dom/element';
import { formOf } from '../dom/form';
import { fullTime, listTime } from '../dom/time';
import { messagePath } from '../frame/router';

const MAX_NOTE = 500;

const DECIDED: Readonly<Record<Resolution, string>> = {
  dismissed: 'Dismissed',
  message_deleted: 'Message deleted',
  user_banned: 'Author banned from the room',
};

/** One report: what was said, what is wrong with it, and what can be done or was done. */
export class ReportItem {
  readonly element = h('li', { class: 'report' });

  constructor(
    report: Report,
    private readonly onDecided: () => void,
  ) {
    this.show(report);
  }

  show(report: Report): void {
    const { room, seq, author, text, reporter, reason, createdAt } = report;
    this.element.replaceChildren(
      h(
        'p',
        { class: 'report-head', dir: 'auto' },
        h('strong', {}, reporter.username),
        ' reports ',
        h('a', { href: messagePath(room, seq) }, 'a message'),
        ' of ',
        h('strong', {}, author.username),
        ` in ${room} · `,
        h('time', { datetime: createdAt, title: fullTime(new Date(createdAt)) }, listTime(new Date(createdAt))),
      ),
      h('blockquote', { class: text === undefined ? 'report-text report-text--gone' : 'report-text', dir: 'auto' }, text ?? 'The message is gone.'),
      h('p', { class: 'report-reason', dir: 'auto' }, `What is wrong: ${reason}`),
      report.state === 'open' ? this.#actions(report) : decision(report),
    );
  }

  #actions(report: Report): HTMLElement {
    const { author, room, text } = report;
    const button = (label: string, name: string, title: string, explained: string, resolution: Resolution): HTMLElement =>
      h(
        'button',
        { type: 'button', class: 'button button--small', 'aria-label': name, on: { click: () => this.#ask(report, title, explained, label, resolution) } },
        label,
      );
    const of = `the message of ${author.username} in ${room}`;
    return h(
      'div',
      { class: 'report-actions' },
      button('Dismiss', `Dismiss the report of ${of}`, 'Dismiss the report', 'The message stays, and all reports of it are decided.', 'dismissed'),
      text !== undefined && button('Delete the message', `Delete ${of}`, 'Delete the message', 'It is deleted for everybody, and all reports of it are decided.', 'message_deleted'),
      button(
        'Ban the author',
        `Ban ${author.username} from ${room}`,
        `Ban ${author.username} from ${room}`,
        'Until a moderator lifts the ban. The message stays, and all reports of it are decided.',
        'user_banned',
      ),
    );
  }

  #ask(report: Report, title: string, explained: string, action: string, resolution: Resolution): void {
    const noteId = uniqueId('note');
    const note = h('textarea', { id: noteId, class: 'input input--area', rows: 3, maxlength: MAX_NOTE, dir: 'auto', autofocus: true });
    const form = formOf(
      [],
      action,
      async () => {
        await resolveReport(report.id, resolution, note.value);
        dialog.close();
        this.onDecided();
      },
      h('p', { class: 'dialog-text' }, explained),
      h(
        'div',
        { class: 'field' },
        h('label', { class: 'field-label', for: noteId }, 'Note'),
        note,
        h('p', { class: 'field-hint' }, resolution === 'user_banned' ? `May stay empty. ${report.author.username} is told.` : 'May stay empty. Moderators see it.'),
      ),
    );
    const dialog = openDialog(title, form);
  }
}

function decision({ resolution, note, resolvedBy, resolvedAt }: Report): HTMLElement {
  const what = resolution ? DECIDED[resolution] : 'Decided';
  const when = resolvedAt ? ` · ${listTime(new Date(resolvedAt))}` : '';
  return h('p', { class: 'report-decided', dir: 'auto' }, `${what}${resolvedBy ? ` by ${resolvedBy}` : ''}${when}${note ? `: ${note}` : ''}`);
}
