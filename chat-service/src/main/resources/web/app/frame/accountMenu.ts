import { changePassword, logout } from '../api/accounts';
import { ApiError } from '../api/http';
import type { Unsubscribe } from '../client';
import { avatar } from '../dom/avatar';
import { openDialog } from '../dom/dialog';
import { disclose } from '../dom/disclosure';
import { h, setAttribute, uniqueId } from '../dom/element';
import { Field, formOf } from '../dom/form';
import { icon, type IconName } from '../dom/icons';
import { checkPassword } from '../account/rules';
import { openStatus } from '../people/statusDialog';
import { statusLine, statusSign } from '../people/statusLine';
import { adminPath } from './router';
import { toast } from './toast';
import type { Session } from './session';
import { chooseTheme, currentTheme, type Theme } from './theme';

const THEMES: readonly (readonly [Theme, string, IconName])[] = [
  ['system', 'System', 'monitor'],
  ['light', 'Light', 'sun'],
  ['dark', 'Dark', 'moon'],
];

/** The button with the user's name and what opens from it: theme, password, sign out. */
export function accountMenu(
  session: Session,
  opens: 'above' | 'below',
): { element: HTMLElement; dispose: Unsubscribe } {
  const { me } = session;
  const sign = h('span', { class: 'account-status' });
  const button = h(
    'button',
    { type: 'button', class: 'account-button', 'aria-label': `Account: ${me.username}` },
    avatar(me, 'small'),
    h('span', { class: 'account-name', dir: 'auto' }, me.username),
    sign,
  );
  const item = (name: IconName, label: string, act: () => void): HTMLElement =>
    h(
      'button',
      {
        type: 'button',
        class: 'menu-item',
        on: {
          click: () => {
            disclosure.close();
            button.focus();
            act();
          },
        },
      },
      icon(name),
      label,
    );
  const told = item('smile', 'Set a status', () => openStatus(session));
  const unwatch = session.statuses.watch(me.id, (status) => {
    sign.replaceChildren(...(status ? [statusSign(status)] : []));
    told.replaceChildren(icon('smile'), status ? statusLine(status) : 'Set a status');
    setAttribute(told, 'aria-label', status ? `Your status: ${status.text}. Change it` : null);
  });
  const panel = h(
    'div',
    { class: `menu menu--${opens}` },
    h('div', { class: 'menu-head' }, h('strong', { dir: 'auto' }, me.username), h('span', { dir: 'auto' }, me.email)),
    told,
    themeChoice(),
    me.roles.includes('staff') && item('chart', 'Administration', () => session.router.go(adminPath)),
    item('key', 'Change password', openChangePassword),
    item('signOut', 'Sign out', () => void signOut(session)),
  );
  const disclosure = disclose(button, panel);
  const dispose = (): void => {
    disclosure.dispose();
    unwatch();
  };
  return { element: h('div', { class: 'account' }, button, panel), dispose };
}

function themeChoice(): HTMLElement {
  const current = currentTheme();
  const group = uniqueId('theme');
  return h(
    'fieldset',
    { class: 'theme-choice' },
    h('legend', { class: 'visually-hidden' }, 'Theme'),
    THEMES.map(([theme, label, name]) =>
      h(
        'label',
        { class: 'theme-option' },
        h('input', {
          type: 'radio',
          name: group,
          value: theme,
          checked: theme === current,
          on: { change: () => chooseTheme(theme) },
        }),
        icon(name),
        h('span', {}, label),
      ),
    ),
  );
}

async function signOut(session: Session): Promise<void> {
  session.client.connection.stop();
  session.inbox?.client.stop();
  try {
    await logout();
    location.assign('/login');
  } catch (error) {
    session.client.connection.start();
    session.inbox?.client.start();
    toast(error instanceof ApiError ? error.message : 'Signing out failed.');
  }
}

function openChangePassword(): void {
  const current = new Field({
    name: 'currentPassword',
    label: 'Current password',
    type: 'password',
    autocomplete: 'current-password',
    autofocus: true,
  });
  const next = new Field({
    name: 'newPassword',
    label: 'New password',
    type: 'password',
    autocomplete: 'new-password',
    hint: '8 characters or more. All other devices are signed out.',
    check: checkPassword,
  });
  const form = formOf([current, next], 'Change password', async () => {
    await changePassword(current.value, next.value);
    dialog.close();
    toast('Your password was changed.');
  });
  const dialog = openDialog('Change password', form);
}
