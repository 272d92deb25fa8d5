/** Which program renders, as the settings say it, and what its address means. No vscode. */
import { oneLine } from '../../../server/src/common/printable.ts';
import { jsonOf, readAs } from '../../../server/src/knowledge/readable.ts';
import {
  type BackendChoice,
  type BackendCredentials,
  CredentialsSchema,
} from '../../../server/src/protocol/backends.ts';

/** A choice as the settings hold it: credentials are kept apart. */
export type Chosen = Pick<BackendChoice, 'kind' | 'address'>;

export const BUILTIN: Chosen = { kind: 'builtin', address: null };

/** Reads the two settings. Where they name no program and address, the built-in one renders. */
export function chosenFrom(kind: unknown, address: unknown): Chosen {
  if (typeof kind !== 'string' || kind === BUILTIN.kind) return BUILTIN;
  if (typeof address !== 'string' || readAddress(address) === null) return BUILTIN;
  return { kind, address: address.trim() };
}

/** Reads an address as people type it (`127.0.0.1:8188`); `null` for what can't be one. The server has the last word. */
export function readAddress(typed: string): URL | null {
  const trimmed = typed.trim();
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
    return ['http:', 'https:'].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** What credentials are kept under: scheme, host and port. `null` for what can't be an address. */
export function originOf(address: string): string | null {
  return readAddress(address)?.origin ?? null;
}

/** Whether what is sent there can be read on the way: plain http to another machine. */
export function isInClear(address: string): boolean {
  const url = readAddress(address);
  return url?.protocol === 'http:' && !/^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(url.hostname);
}

/** Whether two choices are of the same program: addresses that lead to the same place count as one. */
export function isSame(a: Chosen, b: Chosen): boolean {
  const hrefOf = ({ address }: Chosen) => (address === null ? null : readAddress(address)?.href);
  return a.kind === b.kind && hrefOf(a) === hrefOf(b);
}

/** An address as short as it can be said: without `http://`, which goes without saying, and without a password that somebody wrote into it. */
export function shortAddress(address: string): string {
  return address
    .replace(/^(https?:\/\/)?.*@/, '$1')
    .replace(/^http:\/\//, '')
    .replace(/\/$/, '');
}

/** Reads what the secret storage holds; `null` for anything else. */
export function credentialsFrom(stored: string | undefined): BackendCredentials | null {
  return readAs(CredentialsSchema, jsonOf(stored ?? ''));
}

/** A server's words where VS Code would read `$(name)` as an icon: on one line, not too long, as they are. */
export function plain(text: string): string {
  return oneLine(text, 120).replaceAll('$(', '\\$(');
}
