import { ApiError, cookie } from './http';
import type { Attachment } from './messages';

export interface Upload {
  /** Rejects with `ApiError`; `aborted` is the code of one that was taken back. */
  readonly done: Promise<Attachment>;
  abort(): void;
}

export type Variant = 'original' | 'optimized' | 'small' | 'medium' | 'large';

/** Where a file is fetched; the session cookie says who asks. */
export const mediaPath = (id: string, variant: Variant): string => `/media/${encodeURIComponent(id)}/${variant}`;

/** Sends a file as it is. `fetch` does not tell how much has gone out, so this is the one place without it. */
export function upload(room: string, file: File, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Attachment>((resolve, reject) => {
    const failed = (code: string, message: string): void => reject(new ApiError(request.status, code, message, new Map()));
    request.open('POST', path(room));
    request.setRequestHeader('X-CSRF-Token', cookie('confab_csrf') ?? '');
    request.setRequestHeader('X-File-Name', encodeURIComponent(wellFormed(file.name)));
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      const answer = parsed(request.responseText);
      if (request.status === 201) {
        resolve(answer as unknown as Attachment);
      } else {
        failed(
          typeof answer['code'] === 'string' ? answer['code'] : 'internal',
          typeof answer['detail'] === 'string' ? answer['detail'] : 'The file was not taken. Try again.',
        );
      }
    });
    request.addEventListener('error', () => failed('unreachable', 'The connection broke. Try again.'));
    request.addEventListener('abort', () => failed('aborted', 'Taken back.'));
    request.send(file);
  });
  return { done, abort: () => request.abort() };
}

/** Takes back a file that was not sent. What is lost is removed by the server after a day. */
export function withdraw(room: string, id: string): void {
  const headers = { 'X-CSRF-Token': cookie('confab_csrf') ?? '' };
  fetch(`${path(room)}/${id}`, { method: 'DELETE', headers, credentials: 'same-origin', keepalive: true }).catch(() => undefined);
}

const path = (room: string): string => `/api/rooms/${encodeURIComponent(room)}/attachments`;

/** Names of files may hold half of a surrogate pair, which has no UTF-8 form. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\u{fffd}');

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
