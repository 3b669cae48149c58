import { once } from 'node:events';
import { Agent, request } from 'node:http';
import express from 'express';
import pg from 'pg';

/**
 * The bare floor, as a process of its own: Express, one transaction with one insert for each webhook, and one POST
 * for the miss. It checks no signature, decides nothing, and is what a server of this make cannot be faster than.
 */
const { PORT, DATABASE_URL, TWILIO_API_BASE_URL, PUBLIC_URL } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
await pool.query(
  'create table if not exists floor_events (id bigint generated always as identity primary key, path text, body jsonb)',
);

async function store(path: string, body: unknown): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('insert into floor_events (path, body) values ($1, $2)', [path, body]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function sendText(to: string, from: string): Promise<void> {
  const body = new URLSearchParams({
    To: to,
    From: from,
    Body: 'Sorry that we missed your call. How can we help?',
    StatusCallback: `${PUBLIC_URL}/webhooks/twilio/messages/status?business=floor&text=1`,
  }).toString();
  const sending = request(`${TWILIO_API_BASE_URL}/2010-04-01/Accounts/AC0/Messages.json`, {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    },
  });
  sending.end(body);
  const [answer] = await once(sending, 'response');
  answer.resume();
}

const app = express();
app.use(express.urlencoded({ extended: false }));
app.post('/webhooks/twilio/{*path}', async (request, response) => {
  await store(request.path, request.body);
  response.type('text/xml').send('<Response/>');
  if (request.path.endsWith('/dialed')) await sendText(request.body.From, request.body.To);
});
app.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('Ringback is ready: the floor\n'));
process.on('SIGTERM', () => process.exit(0));
