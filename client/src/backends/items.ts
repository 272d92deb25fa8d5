/** What *Choose Backend* lists. No vscode. */
import { t } from '@vscode/l10n';
import type { FoundBackend } from '../../../server/src/protocol/backends.ts';
import { BUILTIN, type Chosen, isSame, plain, readAddress, shortAddress } from './choice.ts';
import type { Earlier } from './earlier.ts';

/** An entry of the list, as VS Code shows it, and what choosing it means. */
export interface Entry {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Whatever is typed above the list. */
  readonly alwaysShow?: boolean;
  readonly does:
    | { readonly kind: 'choose'; readonly chosen: Chosen }
    | { readonly kind: 'unlock'; readonly address: string }
    /** `asks`: at once, since it was typed already. */
    | { readonly kind: 'type-address'; readonly typed?: string; readonly asks?: boolean }
    | { readonly kind: 'forget-credentials' };
}

export interface Known {
  readonly current: Chosen;
  readonly found: readonly FoundBackend[];
  /** Chosen before, by an address that somebody typed. */
  readonly earlier: readonly Earlier[];
  readonly keepsCredentials: boolean;
}

/** Programs to render with: what was found, the chosen one if it is elsewhere, the built-in one. */
export function programs({ current, found }: Known): Entry[] {
  const isCurrent = (choice: Chosen): boolean => isSame(choice, current);
  const servers = found.filter(({ address }) => address !== null);
  return [
    ...servers.map((server) => foundEntry(server, isCurrent(server))),
    ...(current.address !== null && !servers.some(isCurrent) ? [elsewhere(current)] : []),
    {
      label: `$(sparkle) ${t('Built-in model')}`,
      ...inUse('', isCurrent(BUILTIN)),
      detail: t('Needs no server. Draws imaginary land, not what your model would.'),
      does: { kind: 'choose', chosen: BUILTIN },
    },
  ];
}

/** Programs that were chosen before and are not listed yet. Whether they still answer is asked when one is picked. */
export function earlierPrograms({ current, found, earlier }: Known): Entry[] {
  const listed = [current.address, ...found.map(({ address }) => address)].map(hrefOf);
  return earlier
    .filter(({ address }) => !listed.includes(hrefOf(address)))
    .map(({ name, address }) => ({
      label: `$(history) ${plain(name)}`,
      description: shortAddress(address),
      does: { kind: 'type-address', typed: shortAddress(address), asks: true },
    }));
}

/** What somebody types above the list, once it can be an address: asked when it is picked. */
export function typedAddress(value: string): Entry[] {
  const typed = value.trim();
  if (!/[.:\d]/.test(typed) || /\s/.test(typed) || readAddress(typed) === null) return [];
  return [
    {
      label: `$(plug) ${plain(typed)}`,
      description: t('ask what is at this address'),
      alwaysShow: true,
      does: { kind: 'type-address', typed, asks: true },
    },
  ];
}

function hrefOf(address: string | null): string | undefined {
  return address === null ? undefined : readAddress(address)?.href;
}

/** What else can be done. */
export function actions({ keepsCredentials }: Known): Entry[] {
  const forget: Entry = { label: `$(key) ${t('Forget credentials…')}`, does: { kind: 'forget-credentials' } };
  return [
    { label: `$(globe) ${t('Another address…')}`, does: { kind: 'type-address' } },
    ...(keepsCredentials ? [forget] : []),
  ];
}

function foundEntry({ kind, address, name, version, models, locked }: FoundBackend, used: boolean): Entry {
  const place = address ?? '';
  return {
    label: `$(server) ${plain(version === null ? name : `${name} ${version}`)}`,
    ...inUse(shortAddress(place), used),
    ...(locked ? { detail: t('Asks for credentials.') } : models === null ? {} : { detail: modelCount(models) }),
    does: locked ? { kind: 'unlock', address: place } : { kind: 'choose', chosen: { kind, address } },
  };
}

function elsewhere(current: Chosen): Entry {
  return {
    label: `$(server) ${plain(current.kind)}`,
    ...inUse(shortAddress(current.address ?? ''), true),
    does: { kind: 'choose', chosen: current },
  };
}

function inUse(address: string, used: boolean): { description?: string } {
  const parts = [address, used ? t('in use') : ''].filter((part) => part !== '');
  return parts.length === 0 ? {} : { description: parts.join(' · ') };
}

function modelCount(models: number): string {
  if (models === 0) return t('It has no models yet.');
  return models === 1 ? t('1 model') : t('{0} models', models);
}
