/** Which word was meant by another that is a slip of the keyboard. */

/** Letters of the shortest word of which two may be wrong; of shorter ones it is one. */
const TWO = 9;

/** Whether a word is a slip of another: letters left out, added, changed or swapped, but no other word made of it by an ending. */
export function isSlip(word: string, meant: string): boolean {
  if (word.startsWith(meant) || word[0] !== meant[0]) return false;
  const most = meant.length >= TWO ? 2 : 1;
  return Math.abs(word.length - meant.length) <= most && distance(word, meant) <= most;
}

/** Letters that differ; two that are swapped count as one (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2] + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}
