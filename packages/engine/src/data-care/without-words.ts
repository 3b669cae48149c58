/**
 * Strings under these names are codes, ids of ours and the provider's, moments, our own lines and our own staff. Every
 * other string may hold what somebody wrote, said or is called, so a field that is added one day is blanked until it
 * stands here.
 */
const codes = new Set([
  'act',
  'attestation',
  'by',
  'callId',
  'cause',
  'class',
  'code',
  'conversationId',
  'event',
  'handledByProvider',
  'id',
  'businessId',
  'intent',
  'key',
  'kind',
  'level',
  'line',
  'lineType',
  'match',
  'outcome',
  'providerId',
  'rule',
  'source',
  'status',
  'system',
  'taskId',
  'textId',
  'timer',
  'timers',
  'type',
  'urgency',
]);

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * The same JSON without what people wrote, said or are called: their strings become empty, who they are in the CRM
 * becomes null, all else stays. `also` names further fields whose strings stay.
 */
export function withoutWords<T>(value: T, also: ReadonlySet<string> = new Set()): T {
  return blank(value, '') as T;

  function blank(part: unknown, name: string): unknown {
    if (typeof part === 'string') {
      return codes.has(name) || also.has(name) || moment.test(part) ? part : '';
    }
    if (Array.isArray(part)) return part.map((item) => blank(item, name));
    if (part === null || typeof part !== 'object') return part;
    if (name === 'contact') return null;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, blank(item, key)]));
  }
}
