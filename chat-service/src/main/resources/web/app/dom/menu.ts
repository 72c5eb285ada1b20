import { h } from './element';
import { icon, type IconName } from './icons';
import { openPopover } from './popover';

export interface MenuItem {
  readonly icon: IconName;
  readonly label: string;
  /** The key that does the same without the menu. */
  readonly key?: string;
  readonly danger?: boolean;
  /** It cannot be chosen now. */
  readonly disabled?: boolean;
  act(): void;
}

/** A menu: arrow keys, Home and End move, Enter chooses, Escape closes. `null` stands for a line between groups. */
export function openMenu(anchor: Element, label: string, items: readonly (MenuItem | null)[]): void {
  const buttons: HTMLButtonElement[] = [];
  const list = h(
    'div',
    { role: 'menu', 'aria-label': label, class: 'menu-list', on: { keydown: (event) => move(event, buttons) } },
    items.map((item) => {
      if (item === null) {
        return h('hr', { class: 'menu-line' });
      }
      const button = h(
        'button',
        {
          type: 'button',
          role: 'menuitem',
          tabindex: -1,
          disabled: item.disabled,
          class: item.danger ? 'menu-item menu-item--danger' : 'menu-item',
          on: {
            click: () => {
              popover.close();
              item.act();
            },
          },
        },
        icon(item.icon),
        h('span', { class: 'menu-label' }, item.label),
        item.key && h('kbd', { class: 'menu-key', 'aria-hidden': 'true' }, item.key),
      );
      if (!item.disabled) {
        buttons.push(button);
      }
      return button;
    }),
  );
  const popover = openPopover(anchor, 'popover--menu', list);
  buttons[0]?.focus();
}

/** The items that there are, with a line between groups that have any. */
export function grouped(groups: readonly (readonly (MenuItem | false)[])[]): (MenuItem | null)[] {
  return groups
    .map((group) => group.filter((item): item is MenuItem => item !== false))
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [null, ...group]));
}

function move(event: KeyboardEvent, buttons: readonly HTMLButtonElement[]): void {
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % buttons.length,
    ArrowUp: (at - 1 + buttons.length) % buttons.length,
    Home: 0,
    End: buttons.length - 1,
  };
  const next = targets[event.key];
  if (next !== undefined) {
    event.preventDefault();
    buttons[next]?.focus();
  }
}
