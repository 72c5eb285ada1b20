import { login, register } from '../api/accounts';
import { h, uniqueId } from '../dom/element';
import { Field, formOf } from '../dom/form';
import { brand } from '../frame/brand';
import { localPath } from '../frame/router';
import { checkEmail, checkPassword, checkUsername } from './rules';

/** The pages for people who are not signed in. Both return to the page that was asked for. */
export function authPage(kind: 'login' | 'register'): { element: HTMLElement; title: string } {
  return kind === 'login' ? loginPage() : registerPage();
}

function loginPage(): { element: HTMLElement; title: string } {
  const username = new Field({ name: 'username', label: 'Username', autocomplete: 'username', autofocus: true });
  const password = new Field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' });
  const form = formOf([username, password], 'Sign in', async () => {
    await login(username.value.trim(), password.value);
    enter();
  });
  return card('Sign in', 'Good to see you again.', form, 'New here?', '/register', 'Create an account');
}

function registerPage(): { element: HTMLElement; title: string } {
  const username = new Field({
    name: 'username',
    label: 'Username',
    autocomplete: 'username',
    autofocus: true,
    hint: 'Others see this name. It cannot be changed later.',
    check: checkUsername,
  });
  const email = new Field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email', check: checkEmail });
  const password = new Field({
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'new-password',
    hint: '8 characters or more.',
    check: checkPassword,
  });
  const form = formOf([username, email, password], 'Create account', async () => {
    await register(username.value, email.value, password.value);
    enter();
  });
  return card('Create your account', 'It takes half a minute.', form, 'Have an account?', '/login', 'Sign in');
}

/** What follows the `#` has come along with the page that was asked for. */
function enter(): void {
  location.replace(localPath(new URLSearchParams(location.search).get('next')) + location.hash);
}

function card(
  title: string,
  lead: string,
  form: HTMLElement,
  question: string,
  otherPath: string,
  otherLabel: string,
): { element: HTMLElement; title: string } {
  const titleId = uniqueId('auth-title');
  form.setAttribute('aria-labelledby', titleId);
  const element = h(
    'div',
    { class: 'auth' },
    h('header', { class: 'auth-bar' }, brand()),
    h(
      'main',
      { class: 'auth-card', id: 'main', tabindex: -1 },
      h('h1', { id: titleId }, title),
      h('p', { class: 'auth-lead' }, lead),
      form,
      h('p', { class: 'auth-other' }, question, ' ', h('a', { href: otherPath + location.search + location.hash }, otherLabel)),
    ),
  );
  return { element, title };
}
