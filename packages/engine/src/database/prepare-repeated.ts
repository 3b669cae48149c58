import { createHash } from 'node:crypto';
import type { ClientBase, QueryConfig } from 'pg';

/** Each keeps a plan in every session, so there is an end to them. */
const mostNames = 200;
const mostRemembered = 1_000;

/** The names of one process's statements: the same text has the same name in each of its sessions. */
export type StatementNames = {
  /** null for a statement that is not worth it, or must not be kept. */
  of(statement: string): string | null;
};

/**
 * A statement gets a name when it comes the second time. One with a `*` never does: when a newer release adds a column,
 * PostgreSQL would refuse its plan ("cached plan must not change result type").
 */
export function createStatementNames(): StatementNames {
  const names = new Map<string, string>();
  const seenOnce = new Set<string>();
  return {
    of(statement) {
      const known = names.get(statement);
      if (known !== undefined) return known;
      if (names.size >= mostNames || statement.includes('*')) return null;
      if (!seenOnce.has(statement)) {
        if (seenOnce.size >= mostRemembered) seenOnce.clear();
        seenOnce.add(statement);
        return null;
      }
      // By its text, so that a session which a pooler gives to another process never runs something else by that name.
      const name = `ringback_${createHash('sha256').update(statement).digest('base64url').slice(0, 24)}`;
      names.set(statement, name);
      return name;
    },
  };
}

/** Statements that come again are parsed and planned once a session: that is most of what they cost the store. */
export function prepareRepeated(client: ClientBase, names: StatementNames): void {
  const query = client.query.bind(client) as (config: QueryConfig, ...callback: unknown[]) => unknown;
  const unprepared = client.query;
  Object.assign(client, {
    query(...given: Parameters<typeof unprepared>) {
      const [text, values, ...callback] = given as readonly unknown[];
      const name = typeof text === 'string' && Array.isArray(values) ? names.of(text) : null;
      if (name === null) return Reflect.apply(unprepared, client, given);
      return query({ name, text: String(text), values: values as unknown[] }, ...callback);
    },
  });
}
