import { mediaPath } from '../../api/attachments';
import type { Attachment } from '../../api/messages';
import { h } from '../../dom/element';
import { icon } from '../../dom/icons';
import { fileSize } from './fileSize';

/** The files of a message. Images are shown as soon as they are ready; whatever somebody uploaded is only ever saved. */
export function attachmentList(attachments: readonly Attachment[]): HTMLElement[] {
  return attachments.length === 0 ? [] : [h('ul', { class: 'attachments', 'aria-label': 'Files' }, attachments.map(entry))];
}

function entry(attachment: Attachment): HTMLElement {
  const shown = attachment.kind === 'image' && attachment.state === 'ready' && attachment.variants?.['medium'] !== undefined;
  return h('li', { class: shown ? 'attachment attachment--image' : 'attachment', 'data-attachment': attachment.id }, shown ? image(attachment) : card(attachment));
}

function image(attachment: Attachment): HTMLElement {
  const { id, name, variants } = attachment;
  const size = variants?.['medium'];
  return h(
    'figure',
    { class: 'attachment-figure' },
    h(
      'a',
      { class: 'attachment-open', href: mediaPath(id, 'optimized'), target: '_blank', rel: 'noopener', title: name },
      h('img', { src: mediaPath(id, 'medium'), width: size?.width, height: size?.height, alt: name, loading: 'lazy', decoding: 'async' }),
    ),
    h('figcaption', { class: 'attachment-caption' }, h('span', { class: 'attachment-name', dir: 'auto' }, name), save(attachment)),
  );
}

function card(attachment: Attachment): Element[] {
  const processing = attachment.kind === 'image' && attachment.state === 'processing';
  return [
    icon(attachment.kind === 'image' ? 'image' : 'file'),
    h(
      'span',
      { class: 'attachment-facts' },
      h('span', { class: 'attachment-name', dir: 'auto', title: attachment.name }, attachment.name),
      h('span', { class: 'attachment-note' }, processing ? 'Preparing the image …' : fileSize(attachment.size)),
      processing && h('progress', { class: 'attachment-progress', max: 100, 'aria-label': `Preparing ${attachment.name}` }),
    ),
    save(attachment),
  ];
}

const save = ({ id, name }: Attachment): HTMLElement =>
  h('a', { class: 'icon-button icon-button--small', href: mediaPath(id, 'original'), download: name, 'aria-label': `Save ${name}`, title: 'Save' }, icon('save'));

/** How far an image is, where it is shown. What became of it in the end is an event and shown by the state. */
export function showProgress(root: ParentNode, attachmentId: unknown, percent: unknown): void {
  if (typeof attachmentId === 'string' && typeof percent === 'number') {
    for (const element of root.querySelectorAll<HTMLElement>('[data-attachment]')) {
      const bar = element.dataset['attachment'] === attachmentId ? element.querySelector('progress') : null;
      if (bar) {
        bar.value = percent;
      }
    }
  }
}
