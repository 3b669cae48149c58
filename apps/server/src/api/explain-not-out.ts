import type { TextNotOut } from '@ringback/engine';
import { explainTwilioError } from '@ringback/messaging';
import { adviceOn, callBack } from '../text-advice.ts';

/** One sentence each, for the owner. */
export type Explanation = { readonly why: string; readonly whatToDo: string };

type Explained = Pick<TextNotOut, 'state' | 'code' | 'problem' | 'isHeld' | 'class'>;

const nothing = 'Nothing.';

export function explainNotOut(text: Explained): Explanation {
  switch (text.state) {
    case 'waiting':
      return explainWaiting(text);
    case 'unknown':
      return {
        why: 'Nobody saw whether the provider took the text, so it is being looked for there.',
        whatToDo: 'Nothing: it is sent again once if it is not found, and you get a task if that fails, too.',
      };
    case 'withdrawn':
      return explainWithdrawn(text.code);
    case 'expired':
      return explainExpired(text.code);
    case 'failed':
      return explainFailed(text.code);
    default:
      return text.state satisfies never;
  }
}

function explainWaiting({ isHeld, problem }: Explained): Explanation {
  if (isHeld) {
    return {
      why: 'It waits for the hours in which texts may be sent.',
      whatToDo: 'Nothing; call them if it is urgent.',
    };
  }
  if (problem !== null) {
    return {
      why: `The provider put it off (${problem}), and it is tried again.`,
      whatToDo: 'Nothing, unless this lasts: then look at the provider’s status page.',
    };
  }
  return { why: 'Its time has not come yet, or it is leaving just now.', whatToDo: nothing };
}

function explainWithdrawn(code: string | null): Explanation {
  switch (code) {
    case 'opted-out':
      return {
        why: 'They asked for no more texts before it could leave.',
        whatToDo: 'Call them if you have to; only their own START, or proof of new consent, lifts it.',
      };
    case 'pointless':
      return {
        why: 'They wrote, or a person spoke with them, before it could leave.',
        whatToDo: nothing,
      };
    default:
      return { why: 'It was cancelled before it left.', whatToDo: nothing };
  }
}

function explainExpired(code: string | null): Explanation {
  switch (code) {
    case 'outcome-unknown':
      return {
        why: 'The provider could not be asked what became of it until it was too late to send it again.',
        whatToDo: 'Call them back; they may have got it all the same.',
      };
    default:
      return {
        why: 'It could not leave while it was still useful, such as before the night.',
        whatToDo: callBack,
      };
  }
}

function explainFailed(code: string | null): Explanation {
  switch (code) {
    case null:
      return { why: 'The provider could not deliver it and did not say why.', whatToDo: callBack };
    case 'given-up':
      return {
        why: 'It was sent twice, and the provider showed it neither time.',
        whatToDo: 'Call them back; if it happens again, look at the provider’s status page.',
      };
    case 'crm-unread':
      return {
        why: 'The CRM did not say in time whether this person may be texted, so the text was kept back.',
        whatToDo: `${callBack} If it happens again, look at the connection of the CRM.`,
      };
    case 'messaging-auth':
      return {
        why: 'The provider does not accept the account or its token.',
        whatToDo: `Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or ask whoever runs this server. ${callBack}`,
      };
    case 'messaging-refused':
      return { why: 'The provider refused it.', whatToDo: callBack };
    default: {
      const { kind, meaning } = explainTwilioError(code);
      return { why: meaning, whatToDo: adviceOn[kind] };
    }
  }
}
