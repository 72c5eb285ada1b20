import type { Unsubscribe } from '../client';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { accountMenu } from '../frame/accountMenu';
import { brand } from '../frame/brand';
import { adminPath, reportsPath } from '../frame/router';
import type { Session } from '../frame/session';

/** What the pages for staff have in common: their heading, and the way from one to the other. */
export function adminFrame(session: Session, current: 'overview' | 'reports', ...content: HTMLElement[]): { element: HTMLElement; dispose: Unsubscribe } {
  const menu = accountMenu(session, 'below');
  const tab = (name: 'overview' | 'reports', label: string, path: string): HTMLElement =>
    h('a', { class: 'admin-tab', href: path, 'aria-current': name === current ? 'page' : null }, label);
  const element = h(
    'div',
    { class: 'lobby admin' },
    h('div', { class: 'lobby-bar' }, brand(), menu.element),
    h(
      'header',
      { class: 'lobby-head' },
      h('a', { class: 'icon-button search-back', href: '/', 'aria-label': 'Back to all rooms' }, icon('back')),
      h('h1', { tabindex: -1 }, 'Administration'),
    ),
    h('nav', { class: 'admin-tabs', 'aria-label': 'Administration' }, tab('overview', 'Overview', adminPath), tab('reports', 'Reports', reportsPath)),
    content,
  );
  return { element, dispose: menu.dispose };
}
