/** Addresses of backends as people type them, and what is sent along to be let in. */
import { t } from '@vscode/l10n';
import { BackendError } from './problem.ts';

/** Sent with every request. Never logged. */
export type Credentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** What every backend is made from. */
export interface Connection {
  /** Ends without a slash in its path. */
  readonly address: URL;
  readonly credentials: Credentials | null;
}

/**
 * Reads an address as typed: `127.0.0.1:8188`, `http://host/path/`. Adds `http://`, takes `0.0.0.0` (where a server
 * listens) for `127.0.0.1` (where it is reached). Throws `BackendError` `invalid` for anything but http and https, and for
 * credentials in the address, which would end up in logs.
 */
export function parseAddress(typed: string): URL {
  const trimmed = typed.trim();
  const url = urlOf(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    const told = withoutSecrets(trimmed);
    throw new BackendError('invalid', t`"${told}" is no address of a server. Write it like http://127.0.0.1:8188.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new BackendError(
      'invalid',
      t`Leave user and password out of the address: they are asked for and kept apart.`,
    );
  }
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  url.search = '';
  url.hash = '';
  url.pathname = withoutEnd(url.pathname);
  return url;
}

/** An address that may be none: `null` then. Not `URL.parse`, which the Node of VS Code 1.91 lacks. */
export function urlOf(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/** What was typed, without what may be a password or a token in it: it is told to people, and to logs. */
export function withoutSecrets(typed: string): string {
  return typed.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1•••@').replace(/[?#].*$/s, '?•••');
}

/**
 * The address of a path of the server (`/prompt?x=1`), below whatever path the server itself lies at. Never of another server,
 * also where the path begins with two slashes.
 */
export function at(address: URL, path: string): URL {
  const query = path.indexOf('?');
  const url = new URL(address.origin);
  url.pathname = withoutEnd(address.pathname) + (query < 0 ? path : path.slice(0, query));
  url.search = query < 0 ? '' : path.slice(query);
  return url;
}

/** A name as a part of a path or a query, whatever it holds: halves of characters can't be written in one. */
export function inPath(name: string): string {
  return encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd'));
}

/** A path without the slashes at its end. */
function withoutEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** What a header may hold: visible letters of Latin-1, blanks and tabs (RFC 9110, 5.5). */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The headers that carry credentials. Throws `BackendError` `invalid` for a token that no header can carry. */
export function authorization(credentials: Credentials | null): Record<string, string> {
  if (!credentials) return {};
  if (credentials.kind === 'basic') return { authorization: `Basic ${basic(credentials)}` };
  if (SENDABLE.test(credentials.token)) return { authorization: `Bearer ${credentials.token}` };
  throw new BackendError(
    'invalid',
    t`The token can not be sent: it holds a line break or letters that no token has. Copy it once more, without what stands around it.`,
  );
}

/** User and password as they are sent. */
export function basic({ user, password }: Extract<Credentials, { kind: 'basic' }>): string {
  return Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
}
