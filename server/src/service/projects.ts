/** Which project a file belongs to, and with that what is known and told of it. Whoever has files gives the way to read one. */
import { rememberedText } from '../common/memory.ts';
import type { Analysis } from '../features/analysis.ts';
import type { Finding } from '../findings/finding.ts';
import type { MeasurementsOf } from '../findings/local.ts';
import type { SeverityChoice } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { type FileFacts, NO_FACTS } from '../project/facts.ts';
import type { ReadProject } from '../project/read.ts';
import { createService, type Service } from './index.ts';

/** A file's place in the project it belongs to. */
export interface FileContext {
  /** Knows what the project says besides. The same object until something of the project changes. */
  readonly service: Service;
  readonly facts: FileFacts;
  /** Of the project file; `null` where there is none. */
  readonly projectUri: string | null;
  /** Of the file from the project file's folder, with `/` between names. */
  readonly path: string;
}

/** What is to be said of a file that is read in one go, as its project wants it. `choices` go before the project's. */
export function findingsFor(
  { service, facts }: Pick<FileContext, 'service' | 'facts'>,
  analysis: Analysis,
  choices: Readonly<Record<string, SeverityChoice>> = {},
): Finding[] {
  return facts.ignored ? [] : service.findings(analysis, { ...facts.rules, ...choices }, facts.ignore);
}

export interface Projects {
  /** What holds for a file, by its URI. Never rejects: a project file that can't be read is none. */
  of(uri: string): Promise<FileContext>;
  /** Project files may have changed: they are read again when they are needed. */
  forget(): void;
}

export interface ProjectServices {
  readonly knowledge: Knowledge;
  readonly measurementsOf: MeasurementsOf;
  /** What serves files without a project. */
  readonly service: Service;
  /** The text of a file by its URI, `null` where there is none; of at most so many characters, or nobody reads it. */
  readonly readText: (uri: string, most: number) => Promise<string | null>;
}

interface Found extends ReadProject {
  readonly uri: string;
  /** Of its folder, ending in a slash. */
  readonly folder: string;
  /** What it says of a file, which is asked for with every request about that. */
  readonly factsOf: (path: string) => FileFacts;
}

/** Folders upwards that are looked into, and folders and services that are remembered: anybody's paths may be endless. */
const HIGHEST = 64;
const REMEMBERED = 5000;

/** Names of a project file, looked for in the folder of a config and in those above it; the first that is there counts alone. */
const NAMES = ['.sweetspot.yaml', '.sweetspot.yml'] as const;

/** Whether a URI is that of a project file. */
export function isProjectFile(uri: string): boolean {
  return NAMES.some((name) => uri.endsWith(`/${name}`));
}

export function createProjects({ knowledge, measurementsOf, service, readText }: ProjectServices): Projects {
  const inFolder = new Map<string, Promise<Found | null>>();
  const services = new Map<string, Service>();
  const NONE = { service, facts: NO_FACTS, projectUri: null, path: '' };

  return {
    async of(uri) {
      const found = await nearest(uri);
      if (!found) return NONE;
      const path = decoded(uri.slice(found.folder.length));
      const facts = found.factsOf(path);
      return { service: await serviceOf(found, facts), facts, projectUri: found.uri, path };
    },
    forget() {
      inFolder.clear();
      services.clear();
    },
  };

  async function nearest(uri: string): Promise<Found | null> {
    const root = /^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i.exec(uri)?.[0].length ?? Number.POSITIVE_INFINITY;
    let end = uri.lastIndexOf('/') + 1;
    for (let up = 0; up < HIGHEST && end >= root; up += 1) {
      const found = await foundIn(uri.slice(0, end));
      if (found) return found;
      end = uri.lastIndexOf('/', end - 2) + 1;
    }
    return null;
  }

  function foundIn(folder: string): Promise<Found | null> {
    const known = inFolder.get(folder);
    if (known) return known;
    if (inFolder.size >= REMEMBERED) inFolder.clear();
    const found = lookIn(folder).catch(() => null);
    inFolder.set(folder, found);
    return found;
  }

  async function lookIn(folder: string): Promise<Found | null> {
    for (const name of NAMES) {
      const uri = folder + name;
      // Twice as much as is read: what is too large is said to be so where it is open.
      const text = await readText(uri, 400_000);
      if (text === null) continue;
      const { factsForFile, readProject } = await import('../project/index.ts');
      const read = readProject(text, knowledge);
      return { ...read, uri, folder, factsOf: rememberedText((path) => factsForFile(read.project, path)) };
    }
    return null;
  }

  async function serviceOf({ uri, project }: Found, facts: FileFacts): Promise<Service> {
    const key = JSON.stringify([uri, facts.model, facts.program]);
    const known = services.get(key);
    if (known) return known;
    const { projectKnowledge } = await import('../project/index.ts');
    const theirs = projectKnowledge(knowledge, project, facts);
    const made = theirs === knowledge ? service : (services.get(key) ?? createService(theirs, measurementsOf));
    if (services.size >= REMEMBERED) services.clear();
    services.set(key, made);
    return made;
  }
}

/** A path of a URI as people write it; itself where it is none. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
