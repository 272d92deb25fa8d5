/** Times for people. */

/** Tenths below ten seconds, whole seconds below two minutes, whole minutes from there. */
export function duration(seconds: number): string {
  return seconds < 9.95 ? `${Math.max(seconds, 0.1).toFixed(1)} s` : roughDuration(seconds);
}

/** The same without tenths. */
export function roughDuration(seconds: number): string {
  return seconds < 119.5 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
