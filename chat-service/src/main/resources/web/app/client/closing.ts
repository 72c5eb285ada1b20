/** What a close code asks of a client. */
export type Verdict =
  | { readonly kind: 'retry'; readonly afterMs: number | null }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'stop' };

/**
 * Codes 3500 to 3999 and 4003 end for good, 4001 asks for a new sign-in, everything else (1006 of a
 * broken network included) may be tried again.
 */
export function judge(code: number, reason: string): Verdict {
  if (code === 4001) {
    return { kind: 'sign-in' };
  }
  if (code === 4003 || (code >= 3500 && code <= 3999)) {
    return { kind: 'stop' };
  }
  return { kind: 'retry', afterMs: retryAfter(reason) };
}

function retryAfter(reason: string): number | null {
  if (!reason.startsWith('{')) {
    return null;
  }
  try {
    const value: unknown = JSON.parse(reason);
    if (typeof value === 'object' && value !== null && 'retryAfterMs' in value && typeof value.retryAfterMs === 'number') {
      return Math.max(0, Math.min(value.retryAfterMs, 300_000));
    }
  } catch {
    // A reason that only looks like JSON carries no wish.
  }
  return null;
}
