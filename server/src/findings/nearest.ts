/** The two numbers of the form `multiple * n + offset` around a value, nearest first; none below `multiple`. */
export function nearest(value: number, multiple: number, offset: number): number[] {
  const below = Math.floor((value - offset) / multiple) * multiple + offset;
  const both = [below, below + multiple].filter((number) => number > 0 && number >= Math.min(multiple, value));
  return both.sort((a, b) => Math.abs(a - value) - Math.abs(b - value));
}
