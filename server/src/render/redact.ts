/** What a server says may repeat what it was sent: credentials are taken out before anything is logged. */
import { authorization, type Credentials } from './backends/address.ts';

/** The line without credentials, in any form in which they are sent. */
export function redact(line: string, credentials: Credentials | null): string {
  if (!credentials) return line;
  const plain = credentials.kind === 'bearer' ? credentials.token : credentials.password;
  const sent = (authorization(credentials).authorization ?? '').replace(/^\w+ /, '');
  return [sent, plain, encodeURIComponent(plain)]
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '•••'), line);
}
