/** The same rules as the server's; it has the last word. */
const USERNAME = /^[\p{L}\p{N}\p{M}_.-]{2,32}$/u;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

export const checkUsername = (value: string): string | null =>
  USERNAME.test(value) ? null : 'Use 2 to 32 letters, digits, dots, hyphens or underscores.';

export const checkEmail = (value: string): string | null =>
  EMAIL.test(value) ? null : 'This does not look like an e-mail address.';

export function checkPassword(value: string): string | null {
  const length = [...value].length;
  return length >= 8 && length <= 128 ? null : 'Use 8 to 128 characters.';
}
