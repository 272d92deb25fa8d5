/** `seed-out-of-range`: a seed that the program refuses. */
import { finding, type Rule } from '../findings/finding.ts';

export const seedOutOfRange: Rule = ({ run: { program, seed }, knowledge }) => {
  if (!program || !seed || seed.value === null) return [];
  const { occurrence, value, least, most } = seed;
  const low = least !== null && value < least;
  if (!low && (most === null || value <= most)) return [];
  return [
    finding(knowledge, 'seed-out-of-range', {
      occurrence,
      message: low ? 'below' : 'above',
      values: { program: program.name, min: String(least), max: String(most) },
      suggest: [low && least > 0n ? Number(least) : 0],
    }),
  ];
};
