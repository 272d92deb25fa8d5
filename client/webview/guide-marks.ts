/** Marks words in a text without touching its elements. */

const NAME = 'searched';

/** Marks every place of these words inside of `within`, in place of earlier marks. Answers with the element of the first. */
export function markWords(within: Element, words: readonly string[]): Element | null {
  const ranges = words.length === 0 ? [] : placesOf(words, within);
  CSS.highlights.set(NAME, new Highlight(...ranges));
  return ranges[0]?.startContainer.parentElement ?? null;
}

function placesOf(words: readonly string[], within: Element): Range[] {
  // Only letters and digits are searched for, so nothing has a meaning of its own in a pattern.
  const pattern = new RegExp(words.map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, '.')).join('|'), 'gi');
  const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  const ranges: Range[] = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (const { index, 0: found } of (text.textContent ?? '').matchAll(pattern)) {
      const range = new Range();
      range.setStart(text, index);
      range.setEnd(text, index + found.length);
      ranges.push(range);
    }
  }
  return ranges;
}
