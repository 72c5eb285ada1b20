import { call } from './http';

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly string[];
}

/** Creates the account and signs in. */
export const register = (username: string, email: string, password: string): Promise<unknown> =>
  call('POST', '/api/auth/register', { username, email, password });

export const login = (username: string, password: string): Promise<unknown> =>
  call('POST', '/api/auth/login', { username, password });

export const logout = (): Promise<void> => call('POST', '/api/auth/logout');

export const me = (): Promise<Account> => call('GET', '/api/me');

export const changePassword = (currentPassword: string, newPassword: string): Promise<unknown> =>
  call('POST', '/api/me/password', { currentPassword, newPassword });
