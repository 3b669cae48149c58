import pg from 'pg';

/** Which columns of a table make a copy of one of its rows another row, and which say when it was. */
type Copied = { readonly keys: readonly string[]; readonly times: readonly string[] };

const tables: { readonly [table: string]: Copied } = {
  callers: { keys: ['caller_id'], times: ['first_seen_at', 'updated_at'] },
  calls: { keys: ['caller_id', 'call_id'], times: ['started_at'] },
  events: { keys: ['caller_id', 'event_id'], times: ['at'] },
  effects: { keys: ['caller_id', 'effect_key'], times: ['due_at', 'created_at'] },
  texts: { keys: ['caller_id', 'text_id', 'provider_id'], times: ['created_at'] },
  conversations: { keys: ['caller_id', 'conversation_id'], times: ['opened_at', 'last_activity_at'] },
  product_events: { keys: ['caller_id', 'product_event_id'], times: ['at'] },
};
/** So that the copies spread over some years. */
const minutesApart = 10;

/**
 * Makes a long past of a short one: copies of everything that has happened, each of other callers at an earlier time, until
 * there are `events` events.
 */
export async function growHistory(url: string, events: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>('select count(*) from events');
    const copies = Math.ceil(events / Math.max(1, Number(rows[0]?.count)));
    for (const [table, { keys, times }] of Object.entries(tables)) {
      const columns = await columnsOf(client, table);
      const values = columns.map((column) => {
        if (keys.includes(column)) return `${column} || '-' || copy`;
        if (times.includes(column)) return `${column} - copy * interval '${minutesApart} minutes'`;
        return column;
      });
      await client.query(
        `insert into ${table} (${columns.join(', ')})
         select ${values.join(', ')} from ${table} cross join generate_series(1, ${copies}) as copy`,
      );
    }
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

async function columnsOf(client: pg.Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ column_name: string }>(
    `select column_name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_identity = 'NO'`,
    [table],
  );
  return rows.map(({ column_name }) => column_name);
}
