/** How many of so many things in order come before the first that is not `within`. */
export function countWithin(size: number, isWithin: (index: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isWithin(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
