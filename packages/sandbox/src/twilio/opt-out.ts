/** What Twilio itself makes of a message before the product's server sees it. */
export type OptOutKeyword = 'STOP' | 'START' | 'HELP';

// Whole message only, no phrases, English only. Source: www.twilio.com/docs/messaging/tutorials/advanced-opt-out,
// with the words added in 2025; read 2026-11-20.
const keywords: Record<OptOutKeyword, readonly string[]> = {
  STOP: ['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL'],
  START: ['START', 'UNSTOP', 'YES'],
  HELP: ['HELP', 'INFO'],
};

const confirmations: Record<OptOutKeyword, string> = {
  STOP: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  START:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
};

export type OptOuts = {
  isBlocked(from: string, to: string): boolean;
  /**
   * Takes note of a message that `person` sent to `number`, changing the block list. `confirmation` is what
   * Twilio answers by itself; null: an ordinary message, or nothing changed.
   */
  observe(
    person: string,
    number: string,
    body: string,
  ): { keyword: OptOutKeyword; confirmation: string | null } | null;
};

export function createOptOuts(): OptOuts {
  const blocked = new Set<string>();
  const key = (number: string, person: string) => `${number} ${person}`;
  return {
    isBlocked: (from, to) => blocked.has(key(from, to)),
    observe(person, number, body) {
      const word = body.trim().toUpperCase();
      const wasBlocked = blocked.has(key(number, person));
      if (keywords.STOP.includes(word)) {
        blocked.add(key(number, person));
        return { keyword: 'STOP', confirmation: wasBlocked ? null : confirmations.STOP };
      }
      // YES is an ordinary answer unless the person had opted out.
      if (keywords.START.includes(word) && (wasBlocked || word !== 'YES')) {
        blocked.delete(key(number, person));
        return { keyword: 'START', confirmation: wasBlocked ? confirmations.START : null };
      }
      if (keywords.HELP.includes(word)) return { keyword: 'HELP', confirmation: confirmations.HELP };
      return null;
    },
  };
}
