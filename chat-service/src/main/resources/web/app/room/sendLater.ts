import { ApiError } from '../api/http';
import { cancelScheduled, schedule, type Scheduled } from '../api/mine';
import { openDialog } from '../dom/dialog';
import { h, uniqueId } from '../dom/element';
import { icon } from '../dom/icons';
import { dayAndTime } from '../dom/time';
import type { Draft } from '../frame/drafts';
import type { ScheduledMessages } from '../frame/scheduled';
import { toast } from '../frame/toast';

const HOUR_MS = 3_600_000;
const MORNING = 9;

/** Asks when a message is to be sent. `done` is called once the server has it. */
export function openSendLater(room: string, draft: Draft, threadId: string | null, known: ScheduledMessages, done: () => void): void {
  const id = uniqueId('send-at');
  const problem = h('p', { class: 'form-error', role: 'alert' });
  const input = h('input', { id, class: 'input', type: 'datetime-local', required: true, value: local(new Date(Date.now() + HOUR_MS)) });
  const submit = async (at: Date): Promise<void> => {
    problem.textContent = '';
    if (Number.isNaN(at.getTime()) || at.getTime() <= Date.now()) {
      problem.textContent = 'Choose a time that is still to come.';
      input.focus();
      return;
    }
    try {
      await schedule(room, {
        text: draft.text.trim(),
        sendAt: at.toISOString(),
        ...(draft.replyTo && { replyTo: draft.replyTo.messageId }),
        ...(threadId !== null && { threadId }),
      });
      dialog.close();
      done();
      toast(`It will be sent ${when(at)}`);
      void known.load();
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      problem.textContent = error.message;
    }
  };
  const form = h(
    'form',
    { class: 'form', novalidate: true },
    h('p', { class: 'card-quote', dir: 'auto' }, draft.text.trim()),
    h(
      'div',
      { class: 'presets' },
      presets().map(([label, at]) =>
        h('button', { type: 'button', class: 'preset', on: { click: () => void submit(at) } }, h('strong', {}, label), h('span', {}, when(at))),
      ),
    ),
    h('div', { class: 'field' }, h('label', { class: 'field-label', for: id }, 'Another time'), input),
    problem,
    h('button', { type: 'submit', class: 'button button--primary button--wide' }, 'Schedule message'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit(new Date(input.value));
  });
  const dialog = openDialog('Send later', form);
}

/** What waits to be sent, everywhere, to be looked at and taken back. */
export function openScheduled(known: ScheduledMessages): void {
  const list = h('ul', { class: 'cards' });
  const problem = h('p', { class: 'form-error', role: 'alert' });
  const empty = h('p', { class: 'dialog-text' }, 'Nothing waits to be sent.');
  const cancel = async (message: Scheduled): Promise<void> => {
    problem.textContent = '';
    try {
      await cancelScheduled(message.id);
    } catch (error) {
      problem.textContent = error instanceof ApiError ? error.message : 'That did not work.';
    }
    await known.load();
    dialog.querySelector<HTMLElement>('.card button, .dialog-head button')?.focus();
  };
  const dialog = openDialog('Scheduled messages', problem, list, empty);
  const unwatch = known.items.watch((items) => {
    empty.hidden = items.length > 0;
    list.replaceChildren(
      ...items.map((message) =>
        h(
          'li',
          { class: 'card' },
          h('p', { class: 'card-head' }, icon('clock'), h('strong', {}, when(new Date(message.sendAt))), ' in ', h('span', { dir: 'auto' }, known.nameOf(message.room))),
          h('p', { class: 'message-text', dir: 'auto' }, message.text),
          message.error && h('p', { class: 'field-error' }, `It was not sent. ${message.error.message}`),
          h(
            'p',
            { class: 'card-actions' },
            h(
              'button',
              { type: 'button', class: 'link-button', 'aria-label': `Cancel the message for ${when(new Date(message.sendAt))}`, on: { click: () => void cancel(message) } },
              'Cancel message',
            ),
          ),
        ),
      ),
    );
  });
  dialog.addEventListener('close', unwatch);
  void known.load();
}

/** The line above the composer while messages of this room wait. */
export function scheduledNote(room: string, known: ScheduledMessages): { element: HTMLElement; dispose(): void } {
  const text = h('span', {});
  const element = h(
    'p',
    { class: 'scheduled-note', hidden: true },
    icon('clock'),
    text,
    h('button', { type: 'button', class: 'link-button', on: { click: () => openScheduled(known) } }, 'Show'),
  );
  const dispose = known.items.watch((items) => {
    const waiting = items.filter((message) => message.room === room && !message.error);
    element.hidden = waiting.length === 0;
    const next = waiting[0];
    text.textContent = next ? `${waiting.length === 1 ? '1 message' : `${waiting.length} messages`} to be sent later, ${waiting.length === 1 ? '' : 'the next '}${when(new Date(next.sendAt))}` : '';
  });
  return { element, dispose };
}

function presets(now = new Date()): (readonly [string, Date])[] {
  const morning = (days: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
  const toMonday = ((8 - now.getDay()) % 7) || 7;
  return [
    ['In one hour', new Date(now.getTime() + HOUR_MS)],
    ['Tomorrow morning', morning(1)],
    ...(toMonday > 1 ? [['On Monday morning', morning(toMonday)] as const] : []),
  ];
}

function when(at: Date): string {
  const time = dayAndTime(at);
  return /^\D+ at /.test(time) ? time : `on ${time}`;
}

/** As the input wants it: local time without a zone. */
function local(time: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`;
}
