import type { Reaction } from '../api/messages';
import { h } from '../dom/element';
import { emojiName } from '../dom/emoji';
import { icon } from '../dom/icons';

/** The reactions below a message; pressing one adds or takes away one's own. */
export function reactionList(
  reactions: readonly Reaction[],
  myId: string,
  toggle: (emoji: string, on: boolean) => void,
  add: (anchor: HTMLElement) => void,
): HTMLElement {
  const plus = h(
    'button',
    { type: 'button', class: 'reaction reaction--add', tabindex: -1, 'aria-label': 'Add a reaction', on: { click: () => add(plus) } },
    icon('smile'),
  );
  return h(
    'div',
    { class: 'reactions', role: 'group', 'aria-label': 'Reactions', 'aria-live': 'off' },
    reactions.map((reaction) => {
      const who = people(reaction, myId);
      return h(
        'button',
        {
          type: 'button',
          class: 'reaction',
          tabindex: -1,
          'aria-pressed': String(reaction.me),
          'aria-label': `${emojiName(reaction.emoji)}, ${reaction.count}: ${who}`,
          title: who,
          'data-focus': `reaction-${reaction.emoji}`,
          on: { click: () => toggle(reaction.emoji, !reaction.me) },
        },
        h('span', { class: 'emoji-glyph' }, reaction.emoji),
        h('span', { class: 'reaction-count' }, reaction.count),
      );
    }),
    plus,
  );
}

function people({ users, count, me }: Reaction, myId: string): string {
  const names = [...(me ? ['you'] : []), ...users.filter((user) => user.id !== myId).map((user) => user.username)];
  const rest = count - names.length;
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(rest > 0 ? [...names, `${rest} more`] : names);
}
