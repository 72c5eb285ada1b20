import { Signal, type ConfabClient, type ConnectionState, type Unsubscribe } from '../client';
import { h } from '../dom/element';
import { icon } from '../dom/icons';

/** Short interruptions, such as the moment of the first connect, are not worth a flicker. */
const GRACE_MS = 700;
const BACK_SHOWN_MS = 2_500;

/** Says that the connection is away, when the next attempt is, and that it is back. */
export function connectionBar(client: ConfabClient): { element: HTMLElement; dispose: Unsubscribe } {
  const text = h('span', { class: 'connection-text', role: 'status' });
  const countdown = h('span', { class: 'connection-countdown', 'aria-hidden': 'true' });
  const button = h(
    'button',
    { type: 'button', class: 'connection-retry', on: { click: () => client.connection.wake() } },
    'Try now',
  );
  const element = h('div', { class: 'connection', hidden: true }, icon('alert'), text, countdown, button);
  const shown = new Signal(false);
  let wasReady = false;
  let timer = 0;
  let ticking = 0;

  const show = (tone: 'warning' | 'good', message: string, retry: boolean): void => {
    element.dataset['tone'] = tone;
    text.textContent = message;
    button.hidden = !retry;
    element.hidden = false;
  };
  const render = (state: ConnectionState): void => {
    clearTimeout(timer);
    clearInterval(ticking);
    countdown.textContent = '';
    switch (state.name) {
      case 'ready':
        if (shown.value) {
          show('good', wasReady ? 'Connected again' : 'Connected', false);
          timer = window.setTimeout(() => (element.hidden = true), BACK_SHOWN_MS);
        }
        shown.set(false);
        wasReady = true;
        break;
      case 'waiting': {
        const tick = (): void => {
          const seconds = Math.max(1, Math.ceil((state.retryAt - Date.now()) / 1000));
          countdown.textContent = `Next try in ${seconds} s`;
        };
        later(() => {
          show('warning', navigator.onLine ? 'Disconnected. Messages you write are sent when the connection is back.' : 'You are offline. Messages you write are sent when you are back.', true);
          tick();
        });
        ticking = window.setInterval(tick, 500);
        break;
      }
      case 'closed':
        if (state.why === 'refused') {
          show('warning', `The server ended the connection${state.reason ? `: ${state.reason}` : '.'}`, false);
        }
        break;
      default:
        later(() => show('warning', wasReady ? 'Connecting again …' : 'Connecting …', false));
    }
  };
  const later = (act: () => void): void => {
    const run = (): void => {
      act();
      shown.set(true);
    };
    if (shown.value) {
      run();
    } else {
      timer = window.setTimeout(run, GRACE_MS);
    }
  };
  const unwatch = client.connection.state.watch(render);
  return {
    element,
    dispose: () => {
      unwatch();
      clearTimeout(timer);
      clearInterval(ticking);
    },
  };
}
