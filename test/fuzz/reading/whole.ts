/** Whether the parsers of others read a text without complaint: an edit must not change that. */
import { type ParseError, parse } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';

export function isWhole(text: string, languageId: string | undefined): boolean {
  if (languageId === 'json') {
    const errors: ParseError[] = [];
    parse(text, errors, { allowTrailingComma: true });
    return errors.length === 0;
  }
  try {
    const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false, merge: true });
    return !Array.isArray(documents) || documents.every(({ errors }) => errors.length === 0);
  } catch {
    return false;
  }
}
