/** The user's settings as the client tells them, asked for once and kept until they change. */
import type { Connection } from 'vscode-languageserver';
import { inBackground } from '../background.ts';
import type { Price } from '../findings/local.ts';
import { isObject, own } from '../knowledge/own.ts';
import type { RenderLimits } from '../render/backend-kind.ts';
import { parseLimits, parseSettings, priceOf, type Settings } from './settings.ts';

/** Milliseconds after which a client that has not answered is taken to have no settings, so that all else goes on. */
const PATIENCE = 2000;

export interface ClientSettings {
  /** What the client told of its own accord: counts where it can't be asked, or has no answer. */
  tell(settings: unknown): void;
  /** Those of a document. */
  of(uri: string): Promise<Settings>;
  limits(): Promise<RenderLimits>;
  price(): Promise<Price | null>;
  /** Rises with every change of any of them. */
  readonly epoch: number;
  /** A document is closed: its settings are asked for anew. */
  forget(uri: string): void;
}

export interface SettingsServices {
  /** Whether the client can be asked. */
  readonly canAsk: () => boolean;
  /** They may be others than they were: the client said so, or answered after all when the defaults had been taken. */
  readonly onChange: () => void;
}

export function createClientSettings(connection: Connection, { canAsk, onChange }: SettingsServices): ClientSettings {
  const documents = new Map<string, Promise<Settings>>();
  let epoch = 0;
  const changed = (): void => {
    epoch += 1;
    onChange();
  };
  let pushed: unknown;
  connection.onDidChangeConfiguration(({ settings }) => {
    // Many clients push nothing and mean: ask again.
    if (isObject(settings)) pushed = own(settings, 'sweetspot') ?? settings;
    documents.clear();
    changed();
  });
  return {
    tell: (settings) => {
      pushed = settings;
    },
    of(uri) {
      let answer = documents.get(uri);
      if (!answer) {
        const late = (said: unknown): void => {
          if (documents.get(uri) !== answer) return;
          documents.set(uri, Promise.resolve(parseSettings(said)));
          changed();
        };
        answer = ask('sweetspot', uri, late).then(parseSettings);
        documents.set(uri, answer);
      }
      return answer;
    },
    limits: async () => parseLimits(await ask('sweetspot.render')),
    price: async () => priceOf(parseSettings(await ask('sweetspot'))),
    get epoch() {
      return epoch;
    },
    forget: (uri) => void documents.delete(uri),
  };

  /** What the client says of a section, undefined where it says nothing in time. `late`: hears what it says later. */
  function ask(section: string, scopeUri?: string, late: (said: unknown) => void = () => {}): Promise<unknown> {
    const untold = section
      .split('.')
      .slice(1)
      .reduce<unknown>((at, name) => (isObject(at) ? own(at, name) : undefined), pushed);
    if (!canAsk()) return Promise.resolve(untold);
    return new Promise((resolve) => {
      let waits = true;
      const end = (): void => {
        waits = false;
        resolve(untold);
      };
      const timer = setTimeout(end, PATIENCE);
      inBackground(async () => {
        try {
          const said: unknown = await connection.workspace.getConfiguration({ section, ...(scopeUri && { scopeUri }) });
          if (waits) resolve(said ?? untold);
          else late(said ?? untold);
        } catch {
          end();
        } finally {
          clearTimeout(timer);
        }
      });
    });
  }
}
