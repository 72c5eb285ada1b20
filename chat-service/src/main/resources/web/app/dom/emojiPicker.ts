import { h, uniqueId } from './element';
import { EMOJI } from './emoji';
import { openPopover } from './popover';

const COLUMNS = 8;

/** A grid of emoji with a field that narrows it down: arrow keys move, Enter takes, Escape closes. */
export function openEmojiPicker(anchor: Element, take: (emoji: string) => void): void {
  const findId = uniqueId('emoji');
  const grid = h('div', { class: 'emoji-grid', role: 'group', 'aria-label': 'Emoji' });
  const empty = h('p', { class: 'emoji-empty', role: 'status' });
  const find = h('input', {
    id: findId,
    class: 'input emoji-find',
    type: 'search',
    placeholder: 'Find an emoji',
    autocomplete: 'off',
    on: { input: () => show() },
  });
  const choose = (emoji: string): void => {
    popover.close();
    take(emoji);
  };
  const show = (): void => {
    const wanted = find.value.trim().toLocaleLowerCase();
    const found = EMOJI.filter(([emoji, names]) => emoji === wanted || names.includes(wanted));
    grid.replaceChildren(
      ...found.map(([emoji, names], index) =>
        h(
          'button',
          {
            type: 'button',
            class: 'emoji',
            tabindex: index === 0 ? 0 : -1,
            'aria-label': names,
            title: names,
            on: { click: () => choose(emoji) },
          },
          emoji,
        ),
      ),
    );
    empty.textContent = found.length === 0 ? 'No emoji of this name here.' : '';
  };
  const panel = h(
    'div',
    { role: 'dialog', 'aria-label': 'React with', on: { keydown: (event) => key(event) } },
    h('label', { class: 'visually-hidden', for: findId }, 'Find an emoji'),
    find,
    grid,
    empty,
  );
  const key = (event: KeyboardEvent): void => {
    const buttons = [...grid.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
    const step = steps[event.key];
    if (at < 0) {
      if (event.key === 'ArrowDown' || event.key === 'Enter') {
        event.preventDefault();
        if (event.key === 'Enter') {
          buttons[0]?.click();
        } else {
          buttons[0]?.focus();
        }
      }
    } else if (step !== undefined) {
      event.preventDefault();
      (at + step < 0 ? find : (buttons[at + step] ?? buttons[at])!).focus();
    }
  };
  show();
  const popover = openPopover(anchor, 'popover--emoji', panel);
  if (window.matchMedia('(pointer: fine)').matches) {
    find.focus();
  } else {
    grid.querySelector('button')?.focus();
  }
}
