/** What an agent is told in place of an answer: a sentence it can act on. */
export class ToolError extends Error {}
