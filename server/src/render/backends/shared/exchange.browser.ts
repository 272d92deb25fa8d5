/**
 * As `exchange`, by `fetch`: within what a browser allows. Servers have to allow the page's origin (CORS), headers of ours beyond
 * the plain ones are left out (each would need its own leave), and where a redirect leads is not told.
 */
import { t } from '@vscode/l10n';
import { BackendError } from '../../problem.ts';
import { Arriving } from './arriving.ts';
import { late, tooLarge } from './faults.ts';
import type { Answer, Outgoing } from './wire.ts';

/** Headers that no page may send. */
const FORBIDDEN: ReadonlySet<string> = new Set(['cookie', 'host', 'origin', 'referer']);

export async function exchange(url: URL, request: Outgoing): Promise<Answer> {
  const { method, headers, body, signal, timeout, maxBytes } = request;
  signal.throwIfAborted();
  const inTime = timeout === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const allowed = Object.entries(headers).filter(([name]) => !FORBIDDEN.has(name.toLowerCase()));
  try {
    const answer = await fetch(url, {
      method,
      headers: Object.fromEntries(allowed),
      body: body && new Uint8Array(body),
      signal: inTime,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
    if (answer.type === 'opaqueredirect') throw elsewhere(url);
    const bytes = await bytesOf(answer, url, maxBytes);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), bytes };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (inTime.aborted && timeout !== undefined) throw late(url, timeout);
    throw error instanceof BackendError ? error : refused(url, error);
  }
}

async function bytesOf({ body, headers }: Response, url: URL, most: number): Promise<Buffer> {
  if (Number(headers.get('content-length')) > most) throw tooLarge(url, most);
  const arriving = new Arriving();
  const reader = body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    if (arriving.length + piece.value.length > most) {
      await reader?.cancel();
      throw tooLarge(url, most);
    }
    arriving.add(Buffer.from(piece.value));
  }
  return arriving.bytes;
}

function elsewhere({ origin }: URL): BackendError {
  return new BackendError(
    'redirected',
    t`${origin} sends requests on to another address, and a browser does not say which. Choose the address that the server itself has.`,
  );
}

/** A browser does not tell why: nothing there, no leave for this page, or HTTP from a page over HTTPS. */
function refused({ origin, protocol }: URL, error: unknown): BackendError {
  const mixed =
    protocol === 'http:' && self.origin.startsWith('https:') ? t` From here it has to be HTTPS, or this machine.` : '';
  return new BackendError(
    'unreachable',
    t`The browser does not reach ${origin}: nothing answers there, or it does not allow this page (CORS). Start ComfyUI with --enable-cors-header, A1111 and Forge with --cors-allow-origins=${self.origin}; other servers have settings for it.${mixed}`,
    { detail: error instanceof Error ? error.message : String(error) },
  );
}
