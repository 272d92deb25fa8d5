/** The text of a file's bytes, in the encodings that editors and shells write. */

/** Bytes in which a file that is no text shows it. */
const A_LOOK = 8192;

/**
 * UTF-8, or UTF-16 as PowerShell's `>` writes it, without a byte order mark. Bytes that are no UTF-8 become U+FFFD. Throws for
 * what is no text.
 */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decoded(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decoded(bytes, 'utf-16be');
  return unmarkedUtf16(bytes) ?? decoded(bytes, 'utf-8');
}

function decoded(bytes: Uint8Array, encoding: string): string {
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.slice(0, A_LOOK).includes('\0')) throw new Error('it is no text');
  return text;
}

/**
 * Without a mark a text is taken for UTF-16 only where that is certain: it begins with a character of ASCII, as YAML and JSON do
 * (YAML 1.2, 5.2), and is whole and without controls when read so. `null` else.
 */
function unmarkedUtf16(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding = first === 0 ? 'utf-16be' : second === 0 ? 'utf-16le' : null;
  if (encoding === null || bytes.length % 2 !== 0 || (first === 0 && second === 0)) return null;
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return /[^\P{Cc}\t\n\r]/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

/**
 * The bytes of a text that takes the place of another, in its encoding and with its mark. `null` where that can't be told without
 * loss: bytes that are no UTF-8 would change beside what is meant to.
 */
export function bytesLike(before: Uint8Array, text: string): Uint8Array | null {
  const [first, second] = before;
  const little = first === 0xff && second === 0xfe;
  if (little || first === 0 || second === 0 || (first === 0xfe && second === 0xff)) {
    const marked = little || first === 0xfe;
    const bytes = Buffer.from(`${marked ? '\ufeff' : ''}${text}`, 'utf16le');
    return little || second === 0 ? bytes : bytes.swap16();
  }
  const isSame = Buffer.from(`${marked(before)}${textOf(before)}`, 'utf8').equals(before);
  return isSame ? Buffer.from(`${marked(before)}${text}`, 'utf8') : null;
}

function marked([first, second, third]: Uint8Array): string {
  return first === 0xef && second === 0xbb && third === 0xbf ? '\ufeff' : '';
}
