import { ApiError } from '../api/http';
import { allReports, type Report, type ReportState } from '../api/moderation';
import type { Unsubscribe } from '../client';
import { h } from '../dom/element';
import type { Page, Session } from '../frame/session';
import { reportCard, reported } from '../room/reports/reportCard';
import { adminFrame } from './adminFrame';

const STATES: readonly (readonly [ReportState, string])[] = [
  ['open', 'Open'],
  ['resolved', 'Decided'],
  ['all', 'All'],
];

/** What people have reported in all rooms, to be decided. For staff. */
export class ReportsPage implements Page {
  readonly title = 'Reports';
  readonly element: HTMLElement;
  readonly #list = h('ul', { class: 'cards admin-reports' });
  readonly #empty = h('div', { class: 'empty', role: 'status' });
  readonly #dispose: Unsubscribe;
  #state: ReportState = 'open';
  /** Answers to a question that was asked before the latest one are dropped. */
  #asked = 0;

  constructor(session: Session) {
    const frame = adminFrame(session, 'reports', this.#states(), this.#list, this.#empty);
    this.element = frame.element;
    this.#dispose = frame.dispose;
  }

  shown(): void {
    this.#empty.replaceChildren(h('span', { class: 'spinner', 'aria-hidden': 'true' }), h('p', {}, 'Loading reports …'));
    void this.#load();
  }

  dispose(): void {
    this.#asked += 1;
    this.#dispose();
  }

  #states(): HTMLElement {
    const buttons = STATES.map(([state, label]) => {
      const button = h('button', { type: 'button', class: 'segment', 'aria-pressed': String(state === this.#state) }, label);
      button.addEventListener('click', () => {
        this.#state = state;
        buttons.forEach((each) => each.setAttribute('aria-pressed', String(each === button)));
        void this.#load();
      });
      return button;
    });
    return h('div', { class: 'segments', role: 'group', 'aria-label': 'Show' }, buttons);
  }

  async #load(): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const { items } = await allReports(this.#state);
      if (asked === this.#asked) {
        this.#show(items);
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.#say('The reports could not be loaded', error instanceof ApiError ? error.message : 'Try again.');
      }
    }
  }

  /** The card with the focus is gone. */
  async #decided(): Promise<void> {
    await this.#load();
    this.element.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  #show(items: readonly Report[]): void {
    this.#list.replaceChildren(...reported(items).map((reports) => reportCard(reports, false, () => void this.#decided())));
    this.#empty.hidden = items.length > 0;
    if (items.length === 0) {
      this.#say(this.#state === 'open' ? 'Nothing to decide' : 'No reports', this.#state === 'open' ? 'What people report in any room is listed here.' : 'Nobody has reported anything.');
    }
  }

  #say(title: string, text: string): void {
    this.#empty.hidden = false;
    this.#empty.replaceChildren(h('h2', {}, title), h('p', {}, text));
  }
}
