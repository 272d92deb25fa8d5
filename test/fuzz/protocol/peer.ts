/** A client that can be as wrong as it likes: frames by hand, over the pipes of a server. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';

interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void };

/** Of JSON-RPC. */
const INTERNAL_ERROR = -32603;

/** What the client answers when it is asked. */
export type Answers = 'error' | 'null' | 'junk' | 'nothing';

export class Peer {
  /** What the server wrote to its log. */
  said = '';
  /** Answers by which it says that the fault is its own. */
  readonly faults: string[] = [];
  /** Resolves when the server has ended. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: Answers;
  readonly #waiting = new Map<unknown, Waiting>();
  #received = Buffer.alloc(0);
  #asked = 0;

  constructor(child: ChildProcessWithoutNullStreams, answers: Answers) {
    this.#child = child;
    this.#answers = answers;
    child.stderr.on('data', (bytes: Buffer) => {
      this.said = (this.said + bytes.toString()).slice(-4000);
    });
    child.stdout.on('data', (bytes: Buffer) => this.#receive(bytes));
    // A server that has left reads no more.
    child.stdin.on('error', () => {});
    child.stdout.on('error', () => {});
    this.gone = new Promise((resolve) => {
      child.on('exit', () => {
        const error = new Error(`the server has left: ${this.said}`);
        for (const { reject } of this.#waiting.values()) reject(error);
        this.#waiting.clear();
        resolve();
      });
    });
  }

  write(bytes: string): void {
    if (this.#child.stdin.writable) this.#child.stdin.write(bytes);
  }

  send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message }, (_, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    );
    this.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  /** Resolves with the result; rejects with an error that was answered, or when the server leaves. */
  request(method: string, params: unknown): Promise<unknown> {
    this.#asked += 1;
    const id = `fuzz${this.#asked}`;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.send({ id, method, params });
    return answer;
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.toString('utf8', 0, head))?.[1]);
      if (this.#received.length < head + 4 + length) return;
      const message: Message = JSON.parse(this.#received.toString('utf8', head + 4, head + 4 + length));
      this.#received = this.#received.subarray(head + 4 + length);
      this.#take(message);
    }
  }

  #take({ id, method, result, error }: Message): void {
    if (method !== undefined) {
      if (id !== undefined) this.#answer(id);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error?.code === INTERNAL_ERROR) this.faults.push(error.message);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  #answer(id: unknown): void {
    if (this.#answers === 'error') this.send({ id, error: { code: -32601, message: 'no' } });
    else if (this.#answers === 'null') this.send({ id, result: null });
    else if (this.#answers === 'junk')
      this.send({ id, result: [{ rules: 5, hover: 'x', limits: { fileSize: -1 } }, 'x'] });
  }
}
