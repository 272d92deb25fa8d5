/**
 * What is wrong with the frames of standard input (`Content-Length: 12`, an empty line, so many bytes). The library waits for ever
 * behind a frame whose length is not known: nobody can tell where the next one begins.
 */
import { constants } from 'node:buffer';

/** Bytes that the headers of one message may take. Clients need fifty. */
const MOST_HEADERS = 4096;
/** Bytes of a message, which becomes one text. */
const MOST_BODY = constants.MAX_STRING_LENGTH;
/** Characters that are shown of headers that are none. */
const SHOWN = 60;

const END = '\r\n\r\n';
/** Headers that may still become whole: names of letters, and what a line can show. */
const BEGUN = /^([A-Za-z-]+:[\t -~]*\r\n)*([A-Za-z-]*|[A-Za-z-]+:[\t -~]*\r?|\r)$/;
const LENGTH = /^content-length:(.*)$/gim;
/** What nearly every client sends. */
const USUAL = /^Content-Length: (\d+)\r\n$/;

/** A function that is given what comes, piece by piece, and says what is wrong with it, once it is; `null` until then. */
export function createFrameCheck(): (chunk: Uint8Array) => string | null {
  /** Headers so far, and how much of a body is still to come. */
  let headers = '';
  let body = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (body > 0) {
        const part = Math.min(body, chunk.length - at);
        body -= part;
        at += part;
        continue;
      }
      const before = headers.length;
      headers += Buffer.from(chunk.subarray(at, at + MOST_HEADERS)).toString('latin1');
      const end = headers.indexOf(END);
      if (end < 0) {
        if (headers.length >= MOST_HEADERS || !BEGUN.test(headers)) return notHeaders(headers);
        return null;
      }
      const length = lengthIn(headers.slice(0, end + 2));
      if (length === null) return notHeaders(headers.slice(0, end));
      if (length > MOST_BODY) return `a message of ${length} bytes is more than can be read`;
      body = length;
      at += end + END.length - before;
      headers = '';
    }
    return null;
  };
}

/** What the last `Content-Length` says, as the library takes it; `null` where there is none, or what is there are no headers. */
function lengthIn(headers: string): number | null {
  const usual = USUAL.exec(headers);
  if (usual) return Number(usual[1]);
  if (!BEGUN.test(headers)) return null;
  const said = [...headers.matchAll(LENGTH)].at(-1)?.[1].trim() ?? '';
  return /^\d+$/.test(said) ? Number(said) : null;
}

function notHeaders(headers: string): string {
  const shown = headers.slice(0, SHOWN).replace(/[^ -~]/g, '?');
  return `"${shown}" is no header with the length of a message`;
}
