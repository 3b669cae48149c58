import { alternativesOf, anchorsOf } from './anchors.ts';
import { readReaction } from './reaction.ts';
import type { Sentence } from './sentence.ts';
import { createWordIndex } from './word-index.ts';

/** Texts that no person composed for us: taps on our own text, answering machines, sellers. */

/** An iPhone or Android tells of a tap on a text by quoting it. */
const tap =
  /^[\s\u200a\u200b]*(?:(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted .{1,12} to|removed an? \S+(?: \S+)? from|le gustó|le encantó|te gustó|j['’]aime|a aimé|a adoré|a ri de|a réagi .{1,14} à|ha reaccionado .{1,14} a|le ha gustado)\s*[:«"“'‘]|(?:\p{Extended_Pictographic}|\u200b|\ufe0f|\s)+ (?:to|a|à)\s*[«"“])/iu;
const approving = /^\s*(?:disliked|questioned|removed)/i;

/** Over the words as written, parted by spaces, without accents. */
const patterns: Readonly<Record<'machine' | 'weak machine' | 'seller', string>> = {
  machine:
    "auto(?:matic|mated)? ?(?:reply|response|responder)|automated (?:message|text|reply|response)|respuesta automatica|mensaje automatico|reponse automatique|message automatise|message automatique|do not disturb while driving|driving focus|sent from my car|(?:will|i'?ll) (?:see|get back to|reply to|read) your (?:message|text) (?:when|once|as soon|after)|notifications silenced|out of (?:the )?office|(?:this )?(?:mailbox|inbox|number|line) (?:is )?(?:not|un) ?(?:monitored|able to receive|set up)|not monitored|unmonitored|do not reply to this|no ?reply|does not accept (?:text|incoming|sms)|(?:can ?not|unable to) receive (?:text|sms)|thanks? (?:you )?for (?:contacting|reaching out to|messaging|texting|calling) (?!me|us back|back)\\S+|fuera de (?:la )?oficina|estoy (?:manejando|conduciendo)|gracias por (?:comunicarse|contactar)(?: \\S+)?|absente? du bureau|je (?:suis au volant|conduis)|merci d'?avoir (?:contact|communiqu)\\S*|(?:message|text|msg|sms) (?:was |could |can ?not |not |failed |could not |be |has )+(?:be )?(?:delivered|failed|blocked|sent)|unable to deliver|undeliverable|message (?:failed|blocking)|(?:is |are )?not accepting (?:messages|texts|text messages|calls)|(?:cannot|can't|does not|doesn't|not able to) (?:receive|accept) (?:text |sms )?(?:messages|texts|sms)|error 3\\d\\d\\d\\d|mensaje no entregado|no recibe mensajes|message non livre|abonne (?:indisponible|non joignable)|(?:subscriber|customer) you are (?:texting|calling|trying)",
  'weak machine': "(?:i'?m|i am) driving (?:right now|with|and)|currently driving",
  seller:
    "seo|page (?:one|1) (?:of|on) google|google (?:ranking|listing|reviews? (?:boost|for you))|(?:more|new|qualified|exclusive) (?:leads|customers per|clients per)|lead generation|web ?site (?:design|redesign|traffic)|digital marketing|virtual assistants?|merchant (?:services|processing)|book(?:ed)? (?:a )?(?:quick )?demo|free demo|grow your business|boost your|business (?:loan|funding|capital|line of credit)|working capital|pre ?approved|pre ?qualified|crypto|bitcoin|investment opportunity|forex|work from home|earn \\d\\S*|make \\d+ (?:a|per|every)|you(?:'ve| have)? (?:won|been selected)|claim your|gift ?card|click (?:here|the link|below|this)|verification code|one ?time (?:code|password)|security code|is your (?:\\S+ ){0,3}code|package (?:is |has been )?(?:held|pending|could not|awaiting)|unpaid toll|toll balance|account (?:has been )?(?:suspended|locked)|extended warranty|(?:car|cars|car's) warranty|limited time offer|act now|\\d+ off (?:all|our|your|today)|cash offer (?:for|on) your|student loan|medicare (?:plan|benefit)\\S*|final expense|pret (?:d'?affaires|rapide)|plus de clients|referencement|prestamo|mas clientes|gano un|ha sido seleccionado|codigo de verificacion",
};
const link = /https?:\/\/|\b(?:bit\.ly|tinyurl|\w+\.(?:xyz|top|info|click|example|ru|cn))\b/iu;
const hasQuotation = /[:«"“'‘]/;
const hasAddress = /[./]/;

export type AutomaticKind = 'tap' | 'unkind tap' | keyof typeof patterns | 'link';
export type Automatic = { readonly kind: AutomaticKind; readonly quote: string };

const index = createWordIndex();
const signs: { readonly kind: AutomaticKind; readonly pattern: RegExp }[] = [];
for (const kind of ['machine', 'weak machine', 'seller'] as const) {
  for (const pattern of alternativesOf(patterns[kind])) {
    index.add(anchorsOf(pattern));
    signs.push({ kind, pattern: new RegExp(`(?<= )(?:${pattern})(?= )`) });
  }
}

/** What wrote this text, if it was no person; null for a person. */
export function readAutomatic(text: string, { written }: Sentence): Automatic | null {
  const reaction = readReaction(text);
  if (reaction) return { kind: reaction.isKind ? 'tap' : 'unkind tap', quote: reaction.words };
  const tapped = hasQuotation.test(text) ? tap.exec(text) : null;
  if (tapped) return { kind: approving.test(text) ? 'unkind tap' : 'tap', quote: tapped[0].trim() };
  const candidates = index.candidates(written);
  if (candidates.length > 0) {
    const words = ` ${written.join(' ')} `;
    for (const candidate of candidates) {
      const { kind, pattern } = signs[candidate] as (typeof signs)[number];
      const match = pattern.exec(words);
      if (match) return { kind, quote: match[0] };
    }
  }
  const linked = hasAddress.test(text) ? link.exec(text) : null;
  return linked ? { kind: 'link', quote: linked[0].toLowerCase() } : null;
}
