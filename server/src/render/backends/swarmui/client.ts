/** The routes of SwarmUI, `POST /API/<route>` with JSON, and the sessions that every one of them wants (src/WebAPI/API.cs). */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { readAs } from '../../../knowledge/readable.ts';
import type { Connection } from '../../address.ts';
import { BackendError } from '../../problem.ts';
import { failure } from '../shared/faults.ts';
import { send } from '../shared/http.ts';
import { ANSWER_TIME } from '../shared/wire.ts';
import { asksForAccount, ForgottenSession, refusal } from './problem.ts';

const ErrorSchema = v.object({ error: v.optional(v.string()), error_id: v.optional(v.string()) });
const SessionSchema = v.object({
  session_id: v.string(),
  server_id: v.string(),
  version: v.fallback(v.nullish(v.string(), null), null),
});

export class SwarmClient {
  readonly connection: Connection;
  readonly #knowledge: Knowledge;
  /** Sessions that nobody uses now. */
  readonly #idle: string[] = [];
  /** An account's token goes as this cookie (src/Utils/WebUtil.cs). */
  #token: string | null;

  constructor(connection: Connection, knowledge: Knowledge) {
    this.connection = connection;
    this.#knowledge = knowledge;
    this.#token = connection.credentials?.kind === 'bearer' ? connection.credentials.token : null;
  }

  get token(): string | null {
    return this.#token;
  }

  /** Headers that sockets and picture requests need as well. */
  get headers(): Readonly<Record<string, string>> {
    return this.#token === null ? {} : { cookie: `swarm_token=${this.#token}` };
  }

  /** A new session and the server's version. A user and password are turned into a token first, where accounts are on. */
  async newSession(signal: AbortSignal): Promise<{ id: string; version: string | null }> {
    const ask = () => this.#post('GetNewSession', {}, signal);
    let answer: unknown;
    try {
      answer = await ask();
    } catch (error) {
      if (!asksForAccount(error) || !(await this.#login(signal))) throw error;
      answer = await ask();
    }
    const session = readAs(SessionSchema, answer);
    if (!session)
      throw new BackendError('protocol', t`${this.connection.address.origin} is not SwarmUI: it gives no session.`);
    return { id: session.session_id, version: session.version };
  }

  /**
   * Runs with a session that nothing else uses meanwhile, so that interrupting it stops this and no more. One that the
   * server has forgotten is replaced, once; one whose run failed is not used again, since something may go on in it.
   */
  async withSession<T>(signal: AbortSignal, run: (session: string) => Promise<T>): Promise<T> {
    const lend = async (session: string): Promise<T> => {
      const result = await run(session);
      this.#idle.push(session);
      return result;
    };
    const idle = this.#idle.pop();
    if (idle !== undefined) {
      try {
        return await lend(idle);
      } catch (error) {
        if (!(error instanceof ForgottenSession)) throw error;
      }
    }
    return lend((await this.newSession(signal)).id);
  }

  /** Calls a route in a session. Throws `BackendError`; refusals come with status 200 as well as 400. */
  call(route: string, session: string, body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown> {
    return this.#post(route, { session_id: session, ...body }, signal);
  }

  async #post(route: string, json: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown> {
    const response = await send(this.connection, {
      path: `/API/${route}`,
      json,
      signal,
      timeout: ANSWER_TIME,
      headers: this.headers,
    });
    const isOk = response.status >= 200 && response.status < 300;
    // A body that is no JSON is an error of its own only where the status says all is well.
    const { error, error_id = null } = (isOk ? readAs(ErrorSchema, response.json()) : response.read(ErrorSchema)) ?? {};
    if (error !== undefined || error_id !== null) throw refusal(error ?? String(error_id), error_id, this.#knowledge);
    if (!isOk) throw failure(this.connection, response);
    return response.json();
  }

  /** Trades a user and password for a token; false where there are none or they are wrong. */
  async #login(signal: AbortSignal): Promise<boolean> {
    const { credentials } = this.connection;
    if (credentials?.kind !== 'basic') return false;
    const { user: username, password } = credentials;
    const response = await send(this.connection, {
      path: '/API/Login',
      json: { username, password },
      signal,
      timeout: ANSWER_TIME,
    });
    const token = response.headers['set-cookie']
      ?.map((cookie) => /^swarm_token=([^;]+)/.exec(cookie)?.[1])
      .find(Boolean);
    this.#token = token ?? null;
    return token !== undefined;
  }
}
