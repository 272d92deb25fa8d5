/** What a running VS Code takes of the machine, read from /proc and the disk. Linux only. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from '../vscode/host/server.ts';

/** Everything that is watched. */
export const QUANTITIES = {
  hostHeap: { label: 'Extension host: heap in use', unit: 'MB', slack: 4 },
  hostMemory: { label: 'Extension host: memory', unit: 'MB', slack: 15 },
  hostHandles: { label: 'Extension host: handles', unit: '', slack: 4 },
  hostThreads: { label: 'Extension host: threads', unit: '', slack: 2 },
  serverHeap: { label: 'Language server: heap in use', unit: 'MB', slack: 2 },
  serverMemory: { label: 'Language server: memory', unit: 'MB', slack: 15 },
  serverHandles: { label: 'Language server: handles', unit: '', slack: 4 },
  serverThreads: { label: 'Language server: threads', unit: '', slack: 2 },
  hosts: { label: 'Extension hosts of both windows', unit: '', slack: 1 },
  servers: { label: 'Language servers of both windows', unit: '', slack: 1 },
  // As many renders as the history has room for: smaller pictures are more files.
  storedFiles: { label: 'Files in our storage', unit: '', slack: 50 },
  storedSize: { label: 'Size of our storage', unit: 'MB', slack: 1 },
  temporaryFiles: { label: 'Files in the temporary folder', unit: '', slack: 4 },
} as const satisfies Record<string, { label: string; unit: string; slack: number }>;

export type Quantity = keyof typeof QUANTITIES;
export type Sample = { readonly minutes: number } & Readonly<Record<Quantity, number>>;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** An extension host and the language server that it has started. */
export interface Pair {
  readonly host: number;
  readonly server: number | null;
}

/** The extension hosts below a VS Code server, the one that was started first at the beginning. */
export function pairsBelow(vscode: number): Pair[] {
  const all = processes();
  const servers = all.filter(({ command }) => command.includes('dist/server.cjs'));
  return all
    .filter(({ parent, command }) => parent === vscode && command.includes('--type=extensionHost'))
    .sort((one, other) => one.pid - other.pid)
    .map(({ pid }) => ({ host: pid, server: servers.find(({ parent }) => parent === pid)?.pid ?? null }));
}

export interface Folders {
  /** What VS Code takes for the temporary folder. */
  readonly temporary: string;
  /** Where heap-probe.cjs leaves its figures. */
  readonly heaps: string;
}

/** MB in use after the collection before; asks for the next one, which is then read the next time. */
function heapOf(pid: number, heaps: string): number {
  const said = Number(readFileSync(join(heaps, String(pid)), 'utf8'));
  process.kill(pid, 'SIGUSR2');
  return said;
}

/** What is taken now; `null` while one of the watched processes is not there. */
export function sampleOf(
  watched: Pair,
  { pid, data, extension }: Pick<Server, 'pid' | 'data' | 'extension'>,
  { temporary, heaps }: Folders,
): Omit<Sample, 'minutes'> | null {
  try {
    const [hostHeap, serverHeap] = [watched.host, watched.server ?? 0].map((each) => heapOf(each, heaps));
    const host = figuresOf(watched.host);
    const server = figuresOf(watched.server ?? 0);
    const stored = filesIn(join(data, 'User/globalStorage/sweetspot.sweetspot'));
    return {
      ...{ hostHeap, serverHeap },
      ...{ hostMemory: host.memory, hostHandles: host.handles, hostThreads: host.threads },
      ...{ serverMemory: server.memory, serverHandles: server.handles, serverThreads: server.threads },
      hosts: pairsBelow(pid).length,
      // Also those that nobody ended when their extension host did.
      servers: processes().filter(({ command }) => command.includes(join(extension, 'dist/server.cjs'))).length,
      ...{ storedFiles: stored.files, storedSize: stored.size },
      temporaryFiles: filesIn(temporary).files,
    };
  } catch {
    return null; // One of them ended in this moment.
  }
}

/** MB of memory that is the process's own, open handles, threads. */
function figuresOf(pid: number): { memory: number; handles: number; threads: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1]);
  return {
    memory: field('RssAnon') / 1000,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    threads: field('Threads'),
  };
}

/** How many files lie in a folder and below it, and how large they are together (MB). None where there is no folder. */
function filesIn(folder: string): { files: number; size: number } {
  const found = { files: 0, size: 0 };
  for (const entry of list(folder)) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    found.files += 1;
    // It may be gone by now.
    found.size += (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / 1e6;
  }
  return found;
}

function list(folder: string) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name of the program, in brackets, may hold anything.
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent, command }];
      } catch {
        return []; // It has ended.
      }
    });
}
