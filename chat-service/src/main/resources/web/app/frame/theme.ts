import { cookie } from '../api/http';

export type Theme = 'system' | 'light' | 'dark';

const COOKIE = 'confab_theme';
const YEAR_S = 365 * 24 * 3600;

export function currentTheme(): Theme {
  const value = cookie(COOKIE);
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Kept in a cookie, not in local storage, so that the server can render the page in it: no flash of the other one. */
export function chooseTheme(theme: Theme): void {
  const age = theme === 'system' ? 0 : YEAR_S;
  document.cookie = `${COOKIE}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax`;
  if (theme === 'system') {
    delete document.documentElement.dataset['theme'];
  } else {
    document.documentElement.dataset['theme'] = theme;
  }
}
