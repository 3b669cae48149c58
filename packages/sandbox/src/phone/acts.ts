import { z } from 'zod';
import type { CallControl } from '../twilio/calls.ts';
import { PhoneRefusal, readAct } from './refusal.ts';
import type { PhoneCaller } from './snapshot.ts';
import type { PhoneWorld } from './take-snapshot.ts';
import { fromOf, staffLegOf } from './view-calls.ts';

/** What the page can do, by the last part of its path; each takes the body of the request. */
export type Acts = { readonly [path: string]: (body: unknown) => void };

const nothing = z.strictObject({});
const callSchema = z.strictObject({ caller: z.string(), line: z.string() });
const keySchema = z.strictObject({ digit: z.string().regex(/^[0-9*#]$/, 'press one key: 0 to 9, * or #') });
const staffSchema = z.strictObject({ act: z.enum(['answer', 'press-1', 'decline', 'voicemail', 'hang-up']) });
const textSchema = z.strictObject({
  caller: z.string(),
  body: z.string().trim().min(1, 'write something first').max(1600, 'a text has at most 1600 characters'),
});

const contactSchema = z.strictObject({ contact: z.string() });
const recordSchema = z.strictObject({ id: z.string() });

/** What a deal of the sandbox is worth: a water heater with its installation. */
const dealAmount = '1850';

/** How long a caller speaks who leaves a message. */
const messageSeconds = 6;

/** The hands on the phones: one call at a time. */
export function createActs({ twilio, hubspot, business, callers }: PhoneWorld): Acts {
  let latest: CallControl | null = null;

  const callUnderWay = (): CallControl => {
    if (latest === null || latest.caller().endedAt !== null) throw new PhoneRefusal(409, 'There is no call.');
    return latest;
  };
  const findCaller = (id: string): PhoneCaller => {
    const caller = callers.find((candidate) => candidate.id === id);
    if (!caller) throw new PhoneRefusal(400, 'There is no such caller.');
    return caller;
  };
  const expectEffect = (hadEffect: boolean) => {
    if (!hadEffect) throw new PhoneRefusal(409, 'Too late: the call has gone on.');
  };
  /** Texts are answered on the line that wrote last, as in any phone's thread. */
  const lineFor = (number: string): string => {
    const wroteLast = twilio.messagesTo(number).at(-1)?.from;
    const line = business.lines.find((candidate) => candidate.number === wroteLast) ?? business.lines[0];
    if (!line) throw new PhoneRefusal(409, 'The business has no line.');
    return line.number;
  };

  const contactOf = (body: unknown): string => {
    const { contact } = readAct(contactSchema, body);
    if (!hubspot.contacts().some(({ id }) => id === contact))
      throw new PhoneRefusal(409, 'This contact is gone.');
    return contact;
  };
  const setTexts = (contact: string, ringback_sms_status: string) => {
    try {
      hubspot.putContact({ ringback_sms_status }, contact);
    } catch {
      throw new PhoneRefusal(409, 'Ringback has not made its properties in HubSpot yet.');
    }
  };

  return {
    // What an admin does in HubSpot by hand; the webhooks tell Ringback of it.
    'complete-task'(body) {
      const { id } = readAct(recordSchema, body);
      if (!hubspot.tasks().some((task) => task.id === id)) throw new PhoneRefusal(409, 'This task is gone.');
      hubspot.completeTask(id);
    },
    'no-texts'(body) {
      setTexts(contactOf(body), 'opted_out');
    },
    'allow-texts'(body) {
      setTexts(contactOf(body), 'opted_in');
    },
    'create-deal'(body) {
      const properties = { dealname: 'Water heater', dealstage: 'qualifiedtobuy', amount: dealAmount };
      hubspot.putDeal(properties, { contactId: contactOf(body) });
    },
    'win-deal'(body) {
      const { id } = readAct(recordSchema, body);
      if (!hubspot.deals().some((deal) => deal.id === id)) throw new PhoneRefusal(409, 'This deal is gone.');
      hubspot.putDeal({ dealstage: 'closedwon' }, { id });
    },
    call(body) {
      const given = readAct(callSchema, body);
      const caller = findCaller(given.caller);
      if (!business.lines.some(({ number }) => number === given.line)) {
        throw new PhoneRefusal(400, 'There is no such line.');
      }
      if (latest !== null && latest.caller().endedAt === null) {
        throw new PhoneRefusal(409, 'A call is under way; hang up first.');
      }
      latest = twilio.placeCall({ from: fromOf(caller), to: given.line });
    },
    'hang-up'(body) {
      readAct(nothing, body);
      expectEffect(callUnderWay().hangUp());
    },
    'caller-key'(body) {
      const { digit } = readAct(keySchema, body);
      // A key that nobody waits for is heard as a tone and lost, as on a real line.
      callUnderWay().pressCallerDigit(digit);
    },
    'leave-message'(body) {
      readAct(nothing, body);
      expectEffect(callUnderWay().leaveVoicemail(messageSeconds));
    },
    staff(body) {
      const { act } = readAct(staffSchema, body);
      const call = callUnderWay();
      const leg = staffLegOf(call.legs());
      if (!leg) throw new PhoneRefusal(409, 'No phone rings in the shop.');
      switch (act) {
        case 'answer':
          return expectEffect(call.answer(leg.sid));
        case 'press-1':
          return expectEffect(call.pressDigit(leg.sid, '1'));
        case 'decline':
          return expectEffect(call.decline(leg.sid));
        case 'voicemail':
          return expectEffect(call.voicemailPicksUp(leg.sid));
        case 'hang-up':
          return expectEffect(call.hangUpLeg(leg.sid));
        default:
          act satisfies never;
      }
    },
    text(body) {
      const given = readAct(textSchema, body);
      const { number } = findCaller(given.caller);
      if (number === null) throw new PhoneRefusal(409, 'A withheld number can neither get nor send texts.');
      twilio.sendText({ from: number, to: lineFor(number), body: given.body });
    },
  };
}
