/** Credentials of a backend from the environment, where no list of processes and no history of a shell shows them. */
import type { Credentials } from './address.ts';

/** SWEETSPOT_TOKEN, or SWEETSPOT_USER and SWEETSPOT_PASSWORD; `null` without them. */
export function credentialsFrom(environment: NodeJS.ProcessEnv): Credentials | null {
  const { SWEETSPOT_TOKEN: token, SWEETSPOT_USER: user, SWEETSPOT_PASSWORD: password } = environment;
  if (token) return { kind: 'bearer', token };
  return user ? { kind: 'basic', user, password: password ?? '' } : null;
}
