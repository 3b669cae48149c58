/** What a refusal of the carriers means to the owner, and what to do about it. */
export type Rejection = { readonly meaning: string; readonly whatToDo: string };

/**
 * Data, because reviewers' codes change from season to season.
 * Source: https://www.twilio.com/docs/api/errors, read 2026-11-21
 */
const rejections: { readonly [code: string]: readonly [meaning: string, whatToDo: string] } = {
  30511: [
    'The words by which callers are asked on the phone are missing or not whole.',
    'Send the whole greeting, what callers answer, how that is kept, and how they opt out.',
  ],
  30538: ['There is no sample for one of the uses that are named.', 'Add a sample of every kind of text.'],
  30543: ['The page where people agree cannot be opened.', 'Name a public page, or say that it is spoken.'],
  30544: ['The notice does not say what the texts are about.', 'Say that the text is about the call.'],
  30545: ['The notice does not say how often texts come.', 'Add "Message frequency varies."'],
  30551: ['The notice does not say that it is a text message.', 'Say "text message" in the notice.'],
  30555: [
    'The first text comes without documented consent before it.',
    'Ask callers to press 1 (consent: key-press), which is the strongest evidence, and submit again.',
  ],
  30556: ['Consent to texts is mixed with consent to calls or e-mail.', 'Ask for texts alone.'],
  30558: ['The terms do not say how often texts come.', 'Add the frequency to the terms.'],
  30560: ['The terms do not say whom to ask for help.', 'Add HELP and a phone number or e-mail address.'],
  30562: ['The terms do not say that rates may apply.', 'Add "Message and data rates may apply."'],
  30569: ['The notice does not say that rates may apply.', 'Add "Message and data rates may apply."'],
  30570: ['The notice does not name HELP.', 'Add "HELP for help" to the notice.'],
  30831: ['There is no express consent.', 'Ask callers to press 1 (consent: key-press).'],
  30885: [
    'Carriers take the campaign for high risk or fraud. It cannot be submitted again.',
    'Write to Twilio Support with this evidence; nothing else helps.',
  ],
  30886: ['The description does not make clear who texts whom and why.', 'Say it in one paragraph.'],
  30889: [
    'What is said of links and phone numbers in the texts does not fit the samples.',
    'Say yes where a sample or the help text holds one.',
  ],
  30892: [
    'A sample holds a shortened or an insecure link.',
    'Use a whole https address on your own domain, or none.',
  ],
  30893: [
    'The samples do not fit the use that was named.',
    'Send two or more real texts, one with your name and STOP, with [brackets] round what changes.',
  ],
  30896: [
    'The consent is not sufficient, or is shared with others.',
    'Tell each way of agreeing to its end.',
  ],
  30899: ['A carrier refused it.', 'Read its words below, mend that, and submit again.'],
  30900: [
    'This use is not allowed for this kind of brand.',
    'Register another use; this one cannot be changed.',
  ],
  30902: ['The second reviewer refused it.', 'Read its words below, mend that, or write to Twilio Support.'],
  30907: ['The web site cannot be reached.', 'Bring the site back, or name another.'],
  30908: [
    'The privacy page does not keep to the rules, or shares mobile numbers.',
    'Say that mobile numbers and consent are not shared with third parties for marketing.',
  ],
  30909: [
    'How callers come to agree cannot be followed or checked.',
    'Tell every way to its end, with the words that are said and public addresses or pictures.',
  ],
  30913: ['Service and advertising are mixed.', 'Leave advertising out, and say so.'],
  30917: ['A way in which callers agree is not described.', 'Describe each way that your lines use.'],
  30919: ['The web site says too little.', 'Show what you do, where, and how to reach you.'],
  30921: ['The web site is behind a login.', 'Name a page that anybody can open.'],
  30923: ['Callers are made to agree.', 'Say that consent is no condition of anything.'],
  30924: [
    'The notice misses one of four: what the text is about, how often, rates, or STOP.',
    'Use the generated wording, which has all four, where callers hear or read it.',
  ],
  30925: ['A box to agree with is missing or ticked beforehand.', 'Leave the box empty.'],
  30931: ['Callers cannot decline.', 'Let them decline and still be served.'],
  30932: ['The privacy page does not keep to the rules.', 'Use the page that Ringback serves.'],
  30933: [
    'There is no address of a privacy page.',
    'Name one, or leave it out to use the one Ringback serves.',
  ],
  'primary-profile': [
    'The Twilio account itself has no approved profile.',
    'Make a Primary Customer Profile in Twilio’s console (Trust Hub), wait until it is approved, and submit again.',
  ],
  30934: ['There is no address of the terms.', 'Name one, or leave it out to use the one Ringback serves.'],
};

/** A code that we do not know is said to be one: the reviewer's own words stand beside it. */
export function explainRejection(code: string): Rejection {
  const known = Object.hasOwn(rejections, code) ? rejections[code] : undefined;
  if (known) return { meaning: known[0], whatToDo: known[1] };
  return {
    meaning: `The carriers refused it (${code}).`,
    whatToDo: `Read https://www.twilio.com/docs/api/errors/${encodeURIComponent(code)}, mend what it names, and submit again.`,
  };
}
