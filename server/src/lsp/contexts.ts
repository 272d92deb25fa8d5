/** What holds for a document: the user's settings, and what its project says. */
import type { SeverityChoice } from '../findings/severity.ts';
import type { FileContext, Projects } from '../service/projects.ts';
import type { ClientSettings } from './client-settings.ts';
import type { Documents } from './documents.ts';
import type { Settings } from './settings.ts';

export interface Context extends FileContext {
  readonly settings: Settings;
  /** The project's word goes before the user's, so that all who work on a repository are told the same. */
  readonly rules: Readonly<Record<string, SeverityChoice>>;
}

export interface Contexts {
  /** What holds for a document now; from then on it is read by the service that knows its project. */
  of(uri: string): Promise<Context>;
  /** What the project of a file says, whether it is open or not. */
  projectOf(uri: string): Promise<FileContext>;
  /** Project files may have changed. */
  forget(): void;
  /** Rises with every change of settings or projects. */
  readonly epoch: number;
}

export function createContexts(settings: ClientSettings, projects: Projects, documents: Documents): Contexts {
  let changes = 0;
  return {
    async of(uri) {
      for (;;) {
        const asked = changes;
        const [theirs, file] = await Promise.all([settings.of(uri), projects.of(uri)]);
        if (asked !== changes) continue;
        documents.use(uri, file.service.open);
        return { ...file, settings: theirs, rules: { ...theirs.rules, ...file.facts.rules } };
      }
    },
    projectOf: (uri) => projects.of(uri),
    forget() {
      changes += 1;
      projects.forget();
    },
    get epoch() {
      return settings.epoch + changes;
    },
  };
}
