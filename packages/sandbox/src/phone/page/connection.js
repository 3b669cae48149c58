// @ts-check
/** @import { PhoneSnapshot } from '../snapshot.ts' */

const retryMs = 2000;

/**
 * Keeps listening to the server, whatever happens to it.
 * @param {{ onSnapshot: (snapshot: PhoneSnapshot) => void, onState: (connected: boolean) => void }} listener
 */
export function listen({ onSnapshot, onState }) {
  const source = new EventSource('/sandbox/stream');
  source.addEventListener('open', () => onState(true));
  source.addEventListener('snapshot', (event) => onSnapshot(JSON.parse(event.data)));
  source.addEventListener('error', () => {
    onState(false);
    // A browser tries again by itself, except after an answer that was no stream.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen({ onSnapshot, onState }), retryMs);
  });
}

/**
 * Does something with one of the phones, or in HubSpot. Resolves to null when it was done, else to words for the person.
 * @param {'call' | 'hang-up' | 'caller-key' | 'leave-message' | 'staff' | 'text' | 'complete-task' | 'no-texts' | 'allow-texts' | 'create-deal' | 'win-deal'} act
 * @param {{ [name: string]: string }} [body]
 * @returns {Promise<string | null>}
 */
export async function perform(act, body = {}) {
  try {
    const response = await fetch(`/sandbox/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const problem = await response.json().catch(() => ({}));
    return typeof problem.detail === 'string' ? problem.detail : `The server answered ${response.status}.`;
  } catch {
    return 'The server cannot be reached.';
  }
}
