/** First of all in each page: from here on `t` speaks the language that the page was made with. */
import { config } from '@vscode/l10n';

const texts = typeof document === 'undefined' ? null : document.getElementById('texts');
if (texts?.textContent) config({ contents: texts.textContent });
