/** What goes wrong between us and a server, told as what it is. */
import { t } from '@vscode/l10n';
import { BackendError } from '../../problem.ts';

/** Letters of a server's own words that are kept. */
const DETAIL_LENGTH = 2000;

/** A server's words, short enough to log. */
export function shorten(text: string): string {
  return text.length > DETAIL_LENGTH ? `${text.slice(0, DETAIL_LENGTH)} …` : text;
}

interface Answer {
  readonly status: number;
  /** The beginning of its body. */
  words(): string;
}

/** The error for a status that the backend's own rules say nothing about. */
export function failure({ address: { origin } }: { readonly address: URL }, response: Answer): BackendError {
  const more = { detail: shorten(response.words()) };
  switch (response.status) {
    case 401:
      return new BackendError('unauthorized', t`${origin} asks for a user and password, or a token.`, more);
    case 403:
      return new BackendError('unauthorized', t`${origin} refuses the request (403).`, more);
    case 404:
      return new BackendError('protocol', t`${origin} doesn't know this request: it may be another program.`, more);
    case 429:
    case 503:
      return new BackendError('busy', t`${origin} is busy. Try again in a moment.`, more);
    default:
      return new BackendError('server', t`${origin} answered with an error (${response.status}).`, more);
  }
}

/** The error for a connection that was not made, or that broke off (`answered`: after an answer had begun). */
export function networkError(error: Error & { code?: string }, url: URL, answered: boolean): BackendError {
  const { origin, hostname } = url;
  const { code = '', message } = error;
  const more = { detail: `${code} ${message}`.trim() };
  // Of Node's parser of HTTP, and of ws.
  if (/^(HPE|WS_ERR)_/.test(code))
    return new BackendError('protocol', t`What ${origin} sends can't be read: another program may listen there.`, more);
  if (answered || code === 'ECONNRESET' || code === 'EPIPE')
    return new BackendError(
      'lost',
      t`${origin} broke the connection off. It may have stopped: look at its window.`,
      more,
    );
  if (code === 'EPROTO' || code.startsWith('ERR_SSL'))
    return new BackendError(
      'unreachable',
      t`${origin} answers, but not over HTTPS. Try the address with http://.`,
      more,
    );
  if (/CERT|SELF_SIGNED|UNABLE_TO|TLS/.test(code))
    return new BackendError('unreachable', t`${origin} has a certificate that is not trusted here (${code}).`, more);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new BackendError('unreachable', t`No computer named ${hostname} is found. Look at the address.`, more);
  return new BackendError(
    'unreachable',
    t`Nothing answers at ${origin}. Start the server, and wait until it is up.${usualCause(url)}`,
    more,
  );
}

/**
 * Why a server on another machine mostly can't be reached: ComfyUI (comfy/cli_args.py) and A1111 (modules/cmd_args.py) listen to their
 * own machine only, unless told otherwise. Nothing for a server on this one.
 */
export function usualCause({ hostname }: URL): string {
  if (/^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(hostname)) return '';
  return t` ComfyUI and A1111 answer other machines only when they were started with --listen.`;
}

/** The error for a redirect that is not followed. `next`: where to; `null` where that can't be read. */
export function redirected({ origin }: URL, next: URL | null): BackendError {
  if (next?.origin === origin)
    return new BackendError(
      'redirected',
      t`${origin} sends requests on to other addresses of its own. If something stands before the server, look how it is set up, and choose the address that the server itself has.`,
    );
  const isServer = next?.protocol === 'http:' || next?.protocol === 'https:';
  return new BackendError(
    'redirected',
    t`${origin} sends requests on to ${isServer ? next.origin : t`what is no address of a server`}, and Sweetspot talks only to the server you chose.${isServer ? t` If that is the right one, choose its address itself.` : ''}`,
  );
}

/** The error for more bytes than are read. */
export function tooLarge({ origin }: URL, most: number): BackendError {
  const size = most >= 2 ** 20 ? `${Math.round(most / 2 ** 20)} MiB` : `${Math.round(most / 1024)} KiB`;
  return new BackendError('protocol', t`${origin} sent more than ${size} at once. It was not read on.`);
}

/** The error for an answer that is not there after so many milliseconds. */
export function late({ origin }: URL, time: number): BackendError {
  return new BackendError('timeout', t`${origin} did not answer within ${time / 1000} s. It may be busy or hang.`);
}
