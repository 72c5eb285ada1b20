import { ApiError } from '../api/http';
import { h, uniqueId } from './element';
import { icon } from './icons';

/** Something to fill in: its label, its control, its hint, and what is wrong with it. */
export interface FormField {
  readonly name: string;
  readonly element: HTMLElement;
  /** What takes the focus. */
  readonly input: HTMLElement;
  show(problem: string | null): void;
  /** Says what is wrong, if anything is. */
  validate(): boolean;
}

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password' | 'datetime-local';
  readonly value?: string;
  /** May be left empty. */
  readonly optional?: boolean;
  readonly hint?: string;
  readonly autocomplete?: string;
  readonly autofocus?: boolean;
  readonly maxlength?: number;
  /** Says what is wrong with a value, or `null`. */
  readonly check?: (value: string) => string | null;
}

/** A labelled input with its hint and its error, both tied to it for screen readers. */
export class Field implements FormField {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #error: HTMLElement;

  constructor(private readonly options: FieldOptions) {
    const id = uniqueId(options.name);
    const type = options.type ?? 'text';
    this.#error = h('p', { class: 'field-error', id: `${id}-error` });
    this.input = h('input', {
      id,
      name: options.name,
      type,
      class: 'input',
      value: options.value,
      required: !options.optional,
      autocomplete: options.autocomplete ?? 'off',
      autocapitalize: 'none',
      spellcheck: 'false',
      maxlength: options.maxlength,
      autofocus: options.autofocus,
      'aria-describedby': options.hint ? `${id}-hint ${id}-error` : `${id}-error`,
      on: { input: () => this.show(null) },
    });
    this.element = h(
      'div',
      { class: 'field' },
      h('label', { class: 'field-label', for: id }, options.label),
      h('div', { class: 'field-control' }, this.input, type === 'password' && this.#reveal()),
      options.hint && h('p', { class: 'field-hint', id: `${id}-hint` }, options.hint),
      this.#error,
    );
  }

  get name(): string {
    return this.options.name;
  }

  get value(): string {
    return this.input.value;
  }

  show(problem: string | null): void {
    this.#error.textContent = problem ?? '';
    this.input.setAttribute('aria-invalid', String(problem !== null));
  }

  validate(): boolean {
    const missing = this.value === '' && !this.options.optional;
    const problem = missing ? `${this.options.label} is needed.` : (this.options.check?.(this.value) ?? null);
    this.show(problem);
    return problem === null;
  }

  #reveal(): HTMLElement {
    const button = h(
      'button',
      { type: 'button', class: 'icon-button field-reveal', 'aria-label': 'Show password', 'aria-pressed': 'false' },
      icon('eye'),
    );
    button.addEventListener('click', () => {
      const shown = this.input.type === 'text';
      this.input.type = shown ? 'password' : 'text';
      button.setAttribute('aria-pressed', String(!shown));
    });
    return button;
  }
}

export interface FormAction {
  readonly label: string;
  /** It cannot be taken back. */
  readonly danger?: boolean;
}

/**
 * A form that checks its fields, shows the server's errors next to them, and cannot be sent twice.
 * `submit` throws `ApiError` for what the server refuses.
 */
export function formOf(
  fields: readonly FormField[],
  action: string | FormAction,
  submit: () => Promise<void>,
  ...extra: HTMLElement[]
): HTMLFormElement {
  const problem = h('p', { class: 'form-error', role: 'alert' });
  const { label, danger = false } = typeof action === 'string' ? { label: action } : action;
  const button = h('button', { type: 'submit', class: `button button--${danger ? 'danger' : 'primary'} button--wide` }, label);
  const form = h(
    'form',
    { class: 'form', novalidate: true },
    problem,
    fields.map((field) => field.element),
    extra,
    button,
  );
  const run = async (): Promise<void> => {
    problem.textContent = '';
    const invalid = fields.filter((field) => !field.validate());
    if (invalid.length > 0) {
      invalid[0]!.input.focus();
      return;
    }
    button.disabled = true;
    form.setAttribute('aria-busy', 'true');
    try {
      await submit();
    } catch (error) {
      showProblem(error, fields, problem);
    } finally {
      button.disabled = false;
      form.removeAttribute('aria-busy');
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
  return form;
}

const FIELD_OF_CODE: Readonly<Record<string, string>> = {
  username_taken: 'username',
  email_taken: 'email',
  weak_password: 'password',
  room_exists: 'name',
  user_not_found: 'username',
};

function showProblem(error: unknown, fields: readonly FormField[], problem: HTMLElement): void {
  if (!(error instanceof ApiError)) {
    throw error;
  }
  const messages = new Map(error.fields);
  const implied = FIELD_OF_CODE[error.code];
  if (messages.size === 0 && implied) {
    messages.set(implied, error.message);
  }
  // A field may be named by its place in the request, such as "body.username" or "newPassword".
  const shown = fields.filter((field) => {
    const found = [...messages].find(([name]) => name === field.name || name.endsWith(`.${field.name}`));
    if (found) {
      field.show(found[1]);
    }
    return found !== undefined;
  });
  if (shown.length > 0) {
    shown[0]!.input.focus();
  } else {
    problem.textContent = error.message;
  }
}
