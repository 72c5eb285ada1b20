import { overview, type Overview } from '../api/admin';
import { ApiError } from '../api/http';
import type { Unsubscribe } from '../client';
import { h, uniqueId } from '../dom/element';
import { clockTime, fullTime, listTime } from '../dom/time';
import { roomPath } from '../frame/router';
import type { Page, Session } from '../frame/session';
import { adminFrame } from './adminFrame';

/** The nodes write their figures down as often; few look at this page, and only while they look it asks. */
const EVERY_MS = 5_000;

const whole = new Intl.NumberFormat('en');

/** Connections, rooms and messages of all nodes, and where most happens. For staff. */
export class DashboardPage implements Page {
  readonly title = 'Administration';
  readonly element: HTMLElement;
  readonly #figures = h('dl', { class: 'figures' });
  readonly #rooms = h('tbody');
  readonly #nodes = h('tbody');
  readonly #quiet = h('p', { class: 'admin-quiet' }, 'Nothing was said within a day.');
  readonly #problem = h('p', { class: 'form-error', role: 'alert' });
  readonly #asOf = h('p', { class: 'admin-as-of' });
  readonly #tables: HTMLElement;
  readonly #dispose: Unsubscribe;
  #timer = 0;

  constructor(session: Session) {
    this.#tables = h(
      'div',
      { hidden: true },
      table('Rooms in which most was said within a day', ['Room', 'Messages', 'Active people', 'Online now'], this.#rooms, this.#quiet),
      table('Nodes', ['Node', 'Connections', 'Running since'], this.#nodes),
    );
    const frame = adminFrame(session, 'overview', this.#problem, this.#figures, this.#tables, this.#asOf);
    this.element = frame.element;
    this.#dispose = frame.dispose;
  }

  shown(): void {
    void this.#load();
    this.#timer = window.setInterval(() => document.visibilityState === 'visible' && void this.#load(), EVERY_MS);
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#dispose();
  }

  /** What could not be had now leaves what is shown, with the time from which it is. */
  async #load(): Promise<void> {
    try {
      this.#show(await overview());
      this.#problem.textContent = '';
    } catch (error) {
      this.#problem.textContent = error instanceof ApiError ? error.message : 'The figures could not be loaded.';
    }
  }

  #show(now: Overview): void {
    this.#figures.replaceChildren(
      figure('Connections', whole.format(now.connections)),
      figure('Average connection', duration(now.averageConnectionSeconds)),
      figure('Rooms', whole.format(now.rooms)),
      figure('Messages', whole.format(now.messages)),
      figure('Accounts', whole.format(now.accounts)),
    );
    replaceRows(
      this.#rooms,
      now.busiest.map((busy) => [
        h('a', { href: roomPath(busy.room), dir: 'auto' }, busy.room),
        whole.format(busy.messages),
        whole.format(busy.activeUsers),
        whole.format(busy.online),
      ]),
    );
    this.#quiet.hidden = now.busiest.length > 0;
    replaceRows(
      this.#nodes,
      now.nodes.map((node) => [node.node, whole.format(node.connections), h('time', { datetime: node.startedAt, title: fullTime(new Date(node.startedAt)) }, listTime(new Date(node.startedAt)))]),
    );
    this.#tables.hidden = false;
    this.#asOf.textContent = `As of ${clockTime(new Date())}, renewed every few seconds.`;
  }
}

function figure(name: string, value: string): HTMLElement {
  return h('div', { class: 'figure' }, h('dt', {}, name), h('dd', {}, value));
}

function table(title: string, columns: readonly string[], body: HTMLElement, ...below: HTMLElement[]): HTMLElement {
  const titleId = uniqueId('table');
  return h(
    'section',
    { class: 'admin-section', 'aria-labelledby': titleId },
    h('h2', { id: titleId }, title),
    h(
      'div',
      { class: 'admin-scroll' },
      h('table', { class: 'admin-table', 'aria-labelledby': titleId }, h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col' }, column)))), body),
    ),
    below,
  );
}

/** A row whose text is the same stays, so that whoever is on its link keeps the focus. */
function replaceRows(body: HTMLElement, rows: readonly (readonly (HTMLElement | string)[])[]): void {
  const made = rows.map(([head, ...cells]) => h('tr', {}, h('th', { scope: 'row', dir: 'auto' }, head), cells.map((cell) => h('td', {}, cell))));
  made.forEach((row, index) => {
    const there = body.children[index];
    if (!there) {
      body.append(row);
    } else if (there.textContent !== row.textContent) {
      there.replaceWith(row);
    }
  });
  [...body.children].slice(made.length).forEach((row) => row.remove());
}

function duration(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 60) {
    return `${rounded} s`;
  }
  const minutes = Math.round(rounded / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
