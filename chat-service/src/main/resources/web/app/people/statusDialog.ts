import { clearStatus, setStatus } from '../api/people';
import { openDialog } from '../dom/dialog';
import { h, uniqueId } from '../dom/element';
import { openEmojiPicker } from '../dom/emojiPicker';
import { Field, formOf } from '../dom/form';
import { ApiError } from '../api/http';
import { icon } from '../dom/icons';
import { fullTime } from '../dom/time';
import type { Session } from '../frame/session';

const MAX_LENGTH = 80;
const MINUTE_MS = 60_000;

/** When a status ends by itself: `null` for never. */
const ENDINGS: readonly (readonly [string, (now: Date) => Date | null])[] = [
  ['Until I change it', () => null],
  ['For 30 minutes', (now) => new Date(now.getTime() + 30 * MINUTE_MS)],
  ['For 1 hour', (now) => new Date(now.getTime() + 60 * MINUTE_MS)],
  ['For 4 hours', (now) => new Date(now.getTime() + 240 * MINUTE_MS)],
  ['Today', (now) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)],
  ['For a week', (now) => new Date(now.getTime() + 7 * 24 * 60 * MINUTE_MS)],
];

/** Says, changes and takes back what others see beside one's name. */
export function openStatus({ me, statuses }: Session): void {
  const present = statuses.mine;
  let emoji = present?.emoji ?? '';
  const text = new Field({ name: 'text', label: 'What are you up to?', maxlength: MAX_LENGTH, autofocus: true, hint: 'Others see it beside your name.' });
  text.input.value = present?.text ?? '';
  text.input.dir = 'auto';
  const shownEmoji = h('span', { class: 'status-emoji-shown' });
  const emojiButton = h('button', { type: 'button', class: 'status-emoji', on: { click: () => openEmojiPicker(emojiButton, choose) } }, shownEmoji);
  const noEmoji = h('button', { type: 'button', class: 'link-button status-no-emoji', on: { click: () => choose('') } }, 'Without emoji');
  const choose = (chosen: string): void => {
    emoji = chosen;
    shownEmoji.replaceChildren(emoji === '' ? icon('smile') : emoji);
    emojiButton.setAttribute('aria-label', emoji === '' ? 'Choose an emoji' : `Emoji ${emoji}, choose another one`);
    noEmoji.hidden = emoji === '';
  };
  choose(emoji);
  const untilId = uniqueId('until');
  const keep = present?.until ?? null;
  const until = h(
    'select',
    { id: untilId, class: 'input' },
    keep && h('option', { value: 'keep' }, `Until ${fullTime(new Date(keep))}`),
    ENDINGS.map(([label], index) => h('option', { value: index }, label)),
  );
  const form = formOf(
    [text],
    'Save',
    async () => {
      const end = until.value === 'keep' ? keep : (ENDINGS[Number(until.value)]?.[1](new Date())?.toISOString() ?? null);
      const status = await setStatus({ text: text.value.trim(), ...(emoji && { emoji }), ...(end && { until: end }) });
      statuses.put(me.id, status);
      dialog.close();
    },
    h('div', { class: 'status-emoji-row' }, emojiButton, noEmoji),
    h('div', { class: 'field' }, h('label', { class: 'field-label', for: untilId }, 'How long'), until),
  );
  const problem = h('p', { class: 'form-error', role: 'alert' });
  const clear = h('button', { type: 'button', class: 'button button--wide', on: { click: () => void takeBack() } }, 'Clear the status');
  const takeBack = async (): Promise<void> => {
    clear.disabled = true;
    try {
      await clearStatus();
      statuses.put(me.id, null);
      dialog.close();
    } catch (error) {
      problem.textContent = error instanceof ApiError ? error.message : 'That did not work.';
    } finally {
      clear.disabled = false;
    }
  };
  const dialog = present
    ? openDialog('Your status', form, h('div', { class: 'status-clear' }, problem, clear))
    : openDialog('Your status', form);
}
