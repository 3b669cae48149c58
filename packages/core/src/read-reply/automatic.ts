/** Texts that no person composed for us: taps on our own text, answering machines, sellers. Read on the raw text. */

/** An iPhone or Android tells of a tap on a text by quoting it. */
const tap =
  /^[\s\u200a\u200b]*(?:(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted .{1,12} to|removed an? \S+(?: \S+)? from|le gustó|le encantó|te gustó|j['’]aime|a aimé|a adoré|a ri de|a réagi .{1,14} à|ha reaccionado .{1,14} a|le ha gustado)\s*[:«"“'‘]|(?:\p{Extended_Pictographic}|\u200b|\ufe0f|\s)+ (?:to|a|à)\s*[«"“])/iu;
const approving = /^\s*(?:disliked|questioned|removed)/i;

const machines: readonly RegExp[] = [
  /\b(?:auto(?:matic|mated)?[- ]?(?:reply|response|responder)|automated (?:message|text|reply|response)|respuesta autom[aá]tica|mensaje autom[aá]tico|r[eé]ponse automatique|message automatis[eé]|message automatique)\b/iu,
  /\b(?:do not disturb while driving|driving focus|sent from my car|(?:will|i['’]?ll) (?:see|get back to|reply to|read) your (?:message|text) (?:when|once|as soon|after)|notifications silenced)\b/iu,
  /\b(?:out of (?:the )?office|(?:this )?(?:mailbox|inbox|number|line) (?:is )?(?:not|un) ?(?:monitored|able to receive|set up)|not monitored|unmonitored|do not reply to this|no[- ]?reply|does not accept (?:text|incoming|sms)|(?:can ?not|unable to) receive (?:text|sms)|thank(?:s| you) for (?:contacting|reaching out to|messaging|texting|calling) (?!me|us back|back)(?:\p{L}+))/iu,
  /\b(?:fuera de (?:la )?oficina|estoy (?:manejando|conduciendo)|gracias por (?:comunicarse|contactar)|absent[e]? du bureau|je (?:suis au volant|conduis)|merci d['’]avoir (?:contact|communiqu))/iu,
];

const weakMachines: readonly RegExp[] = [
  /\b(?:i['’]?m driving (?:right now|with|and)|currently driving)\b/iu,
];
const links: readonly RegExp[] = [
  /https?:\/\/|\b(?:bit\.ly|tinyurl|\w+\.(?:xyz|top|info|click|example|ru|cn))\b/iu,
];

const sellers: readonly RegExp[] = [
  /\b(?:seo|page (?:one|1) (?:of|on) google|google (?:ranking|listing|reviews? (?:boost|for you))|(?:more|new|qualified|exclusive) (?:leads|customers per|clients per)|lead generation|web ?site (?:design|redesign|traffic)|digital marketing|virtual assistants?|merchant (?:services|processing)|book(?:ed)? (?:a )?(?:quick )?demo|free demo|grow your business|boost your|business (?:loan|funding|capital|line of credit)|working capital|pre-?approved|pre-?qualified|crypto|bitcoin|invest(?:ment)? opportunity|forex|work from home|earn \$?\d|make \$\d|you(?:['’]ve| have)? (?:won|been selected)|claim your|gift ?card|click (?:here|the link|below|this)|verification code|one[- ]time (?:code|password)|security code|is your .{0,20}code|package (?:is |has been )?(?:held|pending|could not|awaiting)|unpaid toll|toll balance|account (?:has been )?(?:suspended|locked)|extended warranty|car'?s? warranty|limited time offer|act now|\d+% off (?:all|our|your|today)|cash offer (?:for|on) your|student loan|medicare (?:plan|benefit)|final expense|pr[êe]t (?:d['’]affaires|rapide)|plus de clients|r[ée]f[ée]rencement|pr[ée]stamo|m[áa]s clientes|gan[óo] un|ha sido seleccionado|c[óo]digo de verificaci[óo]n)/iu,
];

export type AutomaticKind = 'tap' | 'unkind tap' | 'machine' | 'weak machine' | 'seller' | 'link';

/** What wrote this text, if it was no person; null for a person. */
export function readAutomatic(text: string): { readonly kind: AutomaticKind; readonly quote: string } | null {
  const tapped = tap.exec(text);
  if (tapped) return { kind: approving.test(text) ? 'unkind tap' : 'tap', quote: tapped[0].trim() };
  for (const [kind, patterns] of [
    ['machine', machines],
    ['weak machine', weakMachines],
    ['seller', sellers],
    ['link', links],
  ] as const) {
    for (const pattern of patterns) {
      const match = pattern.exec(text);
      if (match) return { kind, quote: match[0].toLowerCase() };
    }
  }
  return null;
}
