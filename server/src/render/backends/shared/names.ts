/** Names of samplers and schedules as servers and configs write them, compared. */

/** `Euler a`, `euler_a` and `EULER-A` are one spelling. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}
