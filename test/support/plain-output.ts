/** Vitest asks its workers for colours where it shows some itself (on a terminal, and in CI). What they start is not to hear of it. */
delete process.env.FORCE_COLOR;
