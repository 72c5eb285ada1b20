import { h } from './element';

const CANDIDATE = /\bhttps?:\/\/[^\s<>"']+/giu;
const TRAILING = /[.,;:!?…]+$/u;

/** Text with its http(s) addresses as links. The result contains text nodes and anchors, nothing else. */
export function linkify(text: string): (string | HTMLAnchorElement)[] {
  const parts: (string | HTMLAnchorElement)[] = [];
  let done = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const address = trim(match[0]);
    if (!URL.canParse(address)) {
      continue;
    }
    parts.push(text.slice(done, match.index));
    parts.push(
      h('a', { href: new URL(address).href, target: '_blank', rel: 'noopener noreferrer nofollow ugc' }, address),
    );
    done = match.index + address.length;
  }
  parts.push(text.slice(done));
  return parts.filter((part) => part !== '');
}

/** Punctuation that ends the sentence and a bracket that was opened before the address are not part of it. */
function trim(address: string): string {
  let result = address.replace(TRAILING, '');
  while (result.endsWith(')') && count(result, ')') > count(result, '(')) {
    result = result.slice(0, -1).replace(TRAILING, '');
  }
  return result;
}

const count = (text: string, char: string): number => text.split(char).length - 1;
