import { ApiError } from '../api/http';
import { allReports, type Report, type ReportState } from '../api/moderation';
import type { Unsubscribe } from '../client';
import { h } from '../dom/element';
import type { Page, Session } from '../frame/session';
import { cardList } from '../room/people/section';
import { reportCard, reported, type Reported } from '../room/reports/reportCard';
import { adminFrame } from './adminFrame';

const STATES: readonly (readonly [ReportState, string])[] = [
  ['open', 'Open'],
  ['resolved', 'Decided'],
  ['all', 'All'],
];

/** Several reports in a row are asked for together. */
const SOON_MS = 300;

/** What people have reported in all rooms, to be decided. For staff, whose personal stream says when that changes. */
export class ReportsPage implements Page {
  readonly title = 'Reports';
  readonly element: HTMLElement;
  readonly #list = h('ul', { class: 'cards admin-reports' });
  readonly #empty = h('div', { class: 'empty', role: 'status' });
  readonly #cards = cardList(this.#list, (reports: Reported) => reportCard(reports, false, () => void this.#decided()));
  readonly #unsubscribe: readonly Unsubscribe[];
  #timer = 0;
  #state: ReportState = 'open';
  /** Answers to a question that was asked before the latest one are dropped. */
  #asked = 0;

  constructor(session: Session) {
    const frame = adminFrame(session, 'reports', this.#states(), this.#list, this.#empty);
    this.element = frame.element;
    this.#unsubscribe = [
      frame.dispose,
      session.client.personal.on(({ kind }) => {
        if (kind === 'reports.changed') {
          this.#soon();
        }
      }),
      session.client.personalReset.on(() => this.#soon()),
    ];
  }

  shown(): void {
    this.#empty.replaceChildren(h('span', { class: 'spinner', 'aria-hidden': 'true' }), h('p', {}, 'Loading reports …'));
    void this.#load();
  }

  dispose(): void {
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe());
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

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#load(), SOON_MS);
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
    const before = this.#list.contains(document.activeElement);
    this.#cards.show(reported(items));
    if (before && document.activeElement === document.body) {
      this.element.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    }
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
