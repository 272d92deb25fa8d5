/**
 * Arithmetic as ComfyUI's nodes for it have it: Python's operators over numbers, and a few functions (comfy_extras/nodes_math.py,
 * which asks simpleeval). Nothing else is understood, so a text can name nothing but the numbers that it is given. A parser of
 * JavaScript would have to be taught most of these operators and what they bind.
 */

/** What a text comes to with these numbers for its names; `null` where it is no such arithmetic, or comes to no number. */
export function calculated(text: string, numberFor: (name: string) => number | null): number | null {
  const tokens = text.length > MOST_LETTERS ? null : tokensOf(text);
  if (!tokens) return null;
  let at = 0;
  try {
    const value = operand(0);
    return at === tokens.length && Number.isFinite(value) ? value : null;
  } catch (error) {
    if (error === NO_ARITHMETIC) return null;
    throw error;
  }

  /** An operand and all that follows it and binds more than `least`. */
  function operand(least: number): number {
    let left = single();
    for (let before = 0; ; ) {
      const operator = BINARY.get(tokens?.[at] ?? '');
      if (!operator || operator.binds <= least) return left;
      // Python reads a < b < c as a < b and b < c.
      if (before === COMPARING && operator.binds === COMPARING) throw NO_ARITHMETIC;
      at += 1;
      left = operator.of(left, operand(operator.binds - (operator.toTheRight ? 1 : 0)));
      before = operator.binds;
    }
  }

  function single(): number {
    const token = next();
    const sign = SIGNS.get(token);
    if (sign) return sign(operand(SIGN_BINDS));
    if (token === '(') return closed(operand(0));
    if (/^[\d.]/.test(token)) return Number(token);
    return tokens?.[at] === '(' ? called(token) : known(numberFor(token));
  }

  function called(name: string): number {
    const of = FUNCTIONS.get(name);
    if (!of) throw NO_ARITHMETIC;
    const given: number[] = [];
    do {
      at += 1;
      given.push(operand(0));
    } while (tokens?.[at] === ',');
    return closed(of(...given));
  }

  function closed(value: number): number {
    if (next() !== ')') throw NO_ARITHMETIC;
    return value;
  }

  function next(): string {
    const token = tokens?.[at];
    if (token === undefined) throw NO_ARITHMETIC;
    at += 1;
    return token;
  }
}

/** Thrown inside, and only there. Always the same one: where in the code it was made costs most, and nobody asks. */
const NO_ARITHMETIC = new Error('no arithmetic');

/** Letters of an expression at most: it nests no deeper. */
const MOST_LETTERS = 500;
const TOKEN = /\s*(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|[a-z_]\w*|\*\*|\/\/|[<>=!]=|[-+*/%&|^~<>(),])\s*/iy;

function tokensOf(text: string): string[] | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < text.length; end = TOKEN.lastIndex) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) return null;
    tokens.push(token);
  }
  return tokens;
}

function known(value: number | null): number {
  if (value === null) throw NO_ARITHMETIC;
  return value;
}

/** Only whole numbers have bits. */
const bits =
  (of: (a: bigint, b: bigint) => bigint) =>
  (a: number, b: number): number => {
    if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) throw NO_ARITHMETIC;
    return Number(of(BigInt(a), BigInt(b)));
  };

/** By a number that is not 0. */
const divided =
  (of: (a: number, b: number) => number) =>
  (a: number, b: number): number => {
    if (b === 0) throw NO_ARITHMETIC;
    return of(a, b);
  };

interface Operator {
  readonly binds: number;
  readonly toTheRight?: boolean;
  readonly of: (a: number, b: number) => number;
}

const COMPARING = 1;
/** What they bind: docs.python.org/3/reference/expressions.html, operator precedence. */
const BINARY = new Map<string, Operator>([
  ['<', { binds: COMPARING, of: (a, b) => Number(a < b) }],
  ['>', { binds: COMPARING, of: (a, b) => Number(a > b) }],
  ['<=', { binds: COMPARING, of: (a, b) => Number(a <= b) }],
  ['>=', { binds: COMPARING, of: (a, b) => Number(a >= b) }],
  ['==', { binds: COMPARING, of: (a, b) => Number(a === b) }],
  ['!=', { binds: COMPARING, of: (a, b) => Number(a !== b) }],
  ['|', { binds: 2, of: bits((a, b) => a | b) }],
  ['^', { binds: 3, of: bits((a, b) => a ^ b) }],
  ['&', { binds: 4, of: bits((a, b) => a & b) }],
  ['+', { binds: 6, of: (a, b) => a + b }],
  ['-', { binds: 6, of: (a, b) => a - b }],
  ['*', { binds: 7, of: (a, b) => a * b }],
  ['/', { binds: 7, of: divided((a, b) => a / b) }],
  ['//', { binds: 7, of: divided((a, b) => Math.floor(a / b)) }],
  ['%', { binds: 7, of: divided((a, b) => a - Math.floor(a / b) * b) }],
  ['**', { binds: 9, toTheRight: true, of: (a, b) => a ** b }],
]);
const SIGN_BINDS = 8;
const SIGNS = new Map<string, (value: number) => number>([
  ['-', (value) => -value],
  ['+', (value) => value],
  ['~', (value) => -value - 1],
]);

const FUNCTIONS = new Map<string, (...given: number[]) => number>([
  ...(['min', 'max', 'abs', 'pow', 'sqrt', 'ceil', 'floor', 'log2', 'log10'] as const).map(
    (name) => [name, Math[name]] as const,
  ),
  ['round', rounded],
  ['int', Math.trunc],
  ['float', (value) => value],
  ['sum', (...given) => given.reduce((all, one) => all + one, 0)],
]);

/** To a whole number; Python rounds halves to the even one. */
export function rounded(value: number, digits = 0): number {
  if (digits !== 0) throw NO_ARITHMETIC;
  return Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
}
