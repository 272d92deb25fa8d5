/** One fault at one message of a render, before every kind of backend: the client ends it well, and the server is left alone. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { elsewhere } from '../../backends/support.ts';
import { createFuzzer, type Fuzzer } from '../fuzzer.ts';
import type { Order, Outcome } from './client.ts';
import { type Choice, choice, faultOf } from './faults.ts';
import { startProxy } from './proxy.ts';
import { type Server, SUBJECTS } from './subjects.ts';

/** In what it is sent, and in nothing that it tells. */
const TOKEN = 'tiger-lily-7"\\<&>';
/** Found in the token however it is encoded: itself, in hexadecimal, in base64 wherever it stands. */
const TRACES = ['tiger-lily', '74696765722d', 'dGlnZXItbGls', 'RpZ2VyLWxpbH', '0aWdlci1saWx5'];
const SENT = [TOKEN, Buffer.from(TOKEN).toString('base64'), `Bearer ${TOKEN}`, Buffer.from(TOKEN).toString('hex')];

/** Milliseconds until a render is cancelled: some faults are answered by waiting longer. */
const PATIENCE = 800;
/** Milliseconds that a cancel may be late, by the clock and by the processor: a machine may be busy with other things. */
const LATE = { time: 1500, work: 500, most: 15_000 };
/** Milliseconds in which the client must have seen to its job. Floods of messages take a busy machine its time; a job that nobody takes back stays for good. */
const SEEN_TO = 45_000;
/** Milliseconds without an end after which it hangs. */
const HANGS = 60_000;
/** Milliseconds of the processor that a render may take: it only passes on what others make. */
const WORK = 4000;
/** MB. */
const MEMORY = 500;

interface Input {
  readonly subject: string;
  /** The server renders until it is told to stop. */
  readonly endless: boolean;
  /** The message at which the fault is done, of as many as the render has without. */
  readonly at: number;
  readonly fault: Choice;
}

const inputs: fc.Arbitrary<Input> = fc.record({
  subject: fc.constantFrom(...Object.keys(SUBJECTS)),
  endless: fc.boolean(),
  at: fc.nat(999),
  fault: choice,
});

export function createBackendsFuzzer(): Fuzzer {
  const counts = new Map<string, number>();
  const client = new Client();
  return createFuzzer({
    round: 100,
    inputs,
    attempt: async (input) => {
      const what = await attempt(input, client);
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
    summary: () => [...counts].map(([what, count]) => `${what}: ${count}`).join(', '),
    close: async () => client.stop(),
  });
}

/** Messages of a render without a fault, by subject. */
const lengths = new Map<string, number>();

async function lengthOf(name: string, endless: boolean, client: Client): Promise<number> {
  const key = `${name} ${endless}`;
  const length = lengths.get(key) ?? (await countOf(name, endless, client));
  lengths.set(key, length);
  return length;
}

async function countOf(name: string, endless: boolean, client: Client): Promise<number> {
  const { kind, request, start } = SUBJECTS[name];
  const server = await start(endless);
  const nothing = { answer: () => {}, message: () => {} };
  const proxy = await startProxy(server.url, -1, nothing);
  try {
    const patience = endless ? PATIENCE : HANGS;
    const order = { kind, address: proxy.url.href, token: TOKEN, request, patience };
    const end = check(await client.render(order));
    if (end !== (endless ? 'cancelled' : 'done')) throw new Error(`Without a fault it ends with ${end}.`);
    return proxy.count();
  } finally {
    await Promise.all([proxy.stop(), server.stop()]);
  }
}

/** Answers how the render ended. Throws where something did not hold. */
async function attempt({ subject: name, endless, at, fault }: Input, client: Client): Promise<string> {
  const subject = SUBJECTS[name];
  const turn = at % (await lengthOf(name, endless, client));
  const server = await subject.start(endless);
  const other = await elsewhere();
  const proxy = await startProxy(server.url, turn, faultOf(fault, other.url, SENT));
  try {
    const { kind, request } = subject;
    const outcome = await client.render({ kind, address: proxy.url.href, token: TOKEN, request, patience: PATIENCE });
    const end = check(outcome);
    if (other.hits() > 0) throw new Error('Somebody else was contacted.');
    if (server.taken() > 1) throw new Error(`The job was sent ${server.taken()} times.`);
    if (end !== 'done') await seenTo(server);
    return proxy.hit() === null ? `${end} without a fault` : end;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error} (at ${proxy.hit()})`);
  } finally {
    await Promise.all([proxy.stop(), server.stop(), other.stop()]);
  }
}

/** What has to hold of every render. Answers its end. */
function check({ events, log, late, work, memory }: Outcome): string {
  const kinds = events.map(({ kind }) => kind);
  const ends = kinds.filter((kind) => kind === 'done' || kind === 'failed' || kind === 'cancelled');
  if (ends.length !== 1 || kinds.at(-1) !== ends[0]) throw new Error(`It does not end once: ${kinds.join(' ')}.`);
  const told = JSON.stringify([events, log], (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  const trace = TRACES.find((candidate) => told.includes(candidate));
  if (trace)
    throw new Error(`Credentials are told: ${told.slice(told.indexOf(trace) - 40, told.indexOf(trace) + 40)}.`);
  if (told.includes('unforeseen')) throw new Error(`It stopped on something unforeseen: ${told.slice(-2000)}.`);
  if (late && late.time > LATE.time && (late.work > LATE.work || late.time > LATE.most))
    throw new Error(`It was cancelled ${Math.round(late.time)} ms too late.`);
  if (work > WORK) throw new Error(`It took ${Math.round(work)} ms of the processor.`);
  if (memory > MEMORY) throw new Error(`It took ${Math.round(memory)} MB.`);
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem.code : ends[0];
}

/** Waits until nothing is left on the server. */
async function seenTo(server: Server): Promise<void> {
  const until = performance.now() + SEEN_TO;
  while (server.left() > 0) {
    if (performance.now() > until) throw new Error(`${server.left()} jobs are left on the server.`);
    await sleep(20);
  }
}

/** The process that renders; a new one where the last has ended, or took too much memory. */
class Client {
  #child: ChildProcess | null = null;

  async render(order: Order): Promise<Outcome> {
    if (!this.#child) {
      this.#child = fork(fileURLToPath(new URL('client.ts', import.meta.url)), {
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      await once(this.#child, 'message');
    }
    const child = this.#child;
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk;
    };
    child.stderr?.on('data', hear);
    const ended = new AbortController();
    try {
      child.send(order);
      const { signal } = ended;
      const outcome = await Promise.race([
        once(child, 'message', { signal }).then(([message]) => message as Outcome),
        once(child, 'exit', { signal }).then(([code, by]) => {
          throw new Error(`The process ended (${code ?? by}): ${said.slice(0, 1500)}`);
        }),
        sleep(HANGS, undefined, { signal }).then(() => {
          throw new Error('It does not end.');
        }),
      ]);
      if (outcome.memory > MEMORY) this.stop();
      return outcome;
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      ended.abort();
      child.stderr?.off('data', hear);
    }
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}
