import { noSharing } from './consent-wording.ts';
import { type EvidencePack, holdsLink, holdsPhone } from './evidence-pack.ts';
import { explainRejection } from './rejections.ts';

/** Something a reviewer refuses, or probably will. */
export type Finding = {
  /** The code under which it would come back; `one-number` is ours. */
  readonly code: string;
  /** `refuses`: nothing is submitted with it. `risks`: it is submitted, and may well come back. */
  readonly severity: 'refuses' | 'risks';
  /** Where it stands, such as `paths.0.greeting` or `campaign.samples.1`. */
  readonly path: string;
  readonly what: string;
  readonly whatToDo: string;
};

/**
 * What reviewers would refuse, before money is spent on asking them. Only what is written is looked at: that a page
 * can be opened is seen by opening it.
 */
export function checkEvidence(pack: EvidencePack): readonly Finding[] {
  return [
    ...checkPaths(pack),
    ...checkNumbers(pack),
    ...checkFlow(pack),
    ...checkDescription(pack),
    ...checkSamples(pack),
    ...checkFlags(pack),
    ...checkPages(pack),
  ];
}

/** What has to be said at the point of agreeing; one phrase in each language that we speak is enough. */
const disclosures = [
  { code: '30551', part: 'that it is a text message', is: /\btext|mensaje de texto/i },
  { code: '30544', part: 'what the text is about', is: /about your call|acerca de su llamada/i },
  { code: '30545', part: 'how often texts come', is: /frequency|frecuencia/i },
  { code: '30569', part: 'that rates may apply', is: /rates|tarifas/i },
  { code: '30924', part: 'how to opt out (STOP)', is: /\bSTOP\b/ },
  { code: '30570', part: 'how to get help (HELP)', is: /\bHELP\b/ },
] as const;

/** Beside the finer code, a missing one of the four comes back under this. */
const ofTheFour: ReadonlySet<string> = new Set(['30544', '30545', '30569', '30924']);

function checkPaths({ paths, noticeUrl }: EvidencePack): Finding[] {
  return paths.flatMap(({ consent, greeting, greetingWhileClosed, siteNotice }, index) => {
    const at = `paths.${index}`;
    switch (consent) {
      case 'key-press':
        return [
          ...checkDisclosures(greeting, `${at}.greeting`),
          ...checkDisclosures(greetingWhileClosed, `${at}.greetingWhileClosed`),
        ];
      case 'notice':
        return [
          ...checkDisclosures(greeting, `${at}.greeting`),
          ...checkDisclosures(greetingWhileClosed, `${at}.greetingWhileClosed`),
          ...checkDisclosures(siteNotice, `${at}.siteNotice`),
          ...(noticeUrl === null
            ? [
                refuses('30909', 'noticeUrl', {
                  what: 'No page is named where the notice stands beside the phone number.',
                  whatToDo:
                    'Put the snippet beside your number on your site, and name that page as noticeUrl.',
                }),
              ]
            : []),
          risks('30555', at, {
            what: 'A notice alone is weaker than a key that callers press: some reviewers want the step in which a person agreed.',
            whatToDo: 'Set consent: key-press for the line if it comes back, or at once to be safe.',
          }),
        ];
      case 'call-alone':
        return [
          risks('30909', at, {
            what: 'Callers are told nothing before the text. That they called is no consent to reviewers, so this is very likely to come back.',
            whatToDo: 'Set consent: key-press (best) or notice for the line.',
          }),
          risks('30555', at, explained('30555')),
        ];
      default:
        return consent satisfies never;
    }
  });
}

/** Source: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc (one campaign, one number), read 2026-11-21 */
function checkNumbers({ paths, campaign }: EvidencePack): Finding[] {
  const count = paths.flatMap(({ numbers }) => numbers).length;
  if (campaign.useCase !== 'sole-proprietor' || count === 1) return [];
  const what = `A sole proprietor registers one number, and the business has ${count} lines.`;
  return [
    refuses('one-number', 'paths', {
      what,
      whatToDo: 'Register as low-volume with a tax id, or keep one line.',
    }),
  ];
}

function checkDisclosures(text: string, path: string): Finding[] {
  return disclosures
    .filter(({ is }) => !is.test(text))
    .flatMap(({ code, part }) => {
      const what = `The wording does not say ${part}.`;
      const found = refuses(code, path, { what, whatToDo: explainRejection(code).whatToDo });
      return ofTheFour.has(code) && code !== '30924' ? [found, { ...found, code: '30924' }] : [found];
    });
}

function checkFlow({ paths, campaign }: EvidencePack): Finding[] {
  const { messageFlow: flow, privacyUrl, termsUrl } = campaign;
  const path = 'campaign.messageFlow';
  const findings = checkLength(flow, { path, code: '30909', least: 40, most: 2048 });
  paths.forEach(({ consent, greeting, numbers }) => {
    if (!flow.includes(greeting)) {
      findings.push(
        refuses('30917', path, {
          what: `It does not hold the words that callers of ${numbers.join(', ')} hear.`,
          whatToDo: 'Quote the greeting word for word, as the generated wording does.',
        }),
      );
    }
    if (consent === 'key-press' && !/press(es)? 1|presion[ea] 1/i.test(flow)) {
      findings.push(
        refuses('30917', path, {
          what: 'It does not tell that callers press 1.',
          whatToDo: 'Tell that step.',
        }),
      );
    }
  });
  if (!flow.includes(privacyUrl) || !flow.includes(termsUrl)) {
    findings.push(
      refuses('30909', path, {
        what: 'It does not name the addresses of the terms and of the privacy page.',
        whatToDo: 'Add both.',
      }),
    );
  }
  if (!flow.includes(noSharing)) {
    findings.push(
      refuses('30896', path, {
        what: 'It does not say that numbers and consent are not shared.',
        whatToDo: `Add: ${noSharing}`,
      }),
    );
  }
  if (/\b(by (calling|dialing)[^.]*you (agree|consent)|must agree|required to agree)\b/i.test(flow)) {
    findings.push(refuses('30923', path, explained('30923')));
  }
  return findings;
}

const advertising = /\b(sale|discount|coupon|promo(tion)?s?|special offers?|deals?|\d+ ?% off)\b/i;

function checkDescription({ brand, campaign: { description } }: EvidencePack): Finding[] {
  const path = 'campaign.description';
  const findings = checkLength(description, { path, code: '30886', least: 40, most: 4096 });
  if (!description.includes(brand) || !/missed|call/i.test(description)) {
    findings.push(
      refuses('30886', path, {
        what: `It does not say that ${brand} texts whoever called it and was missed.`,
        whatToDo: 'Say who texts whom and why, in one paragraph.',
      }),
    );
  }
  if (advertising.test(description)) findings.push(refuses('30913', path, explained('30913')));
  return findings;
}

const shorteners =
  /\b(bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|rebrand\.ly|cutt\.ly|rb\.gy)\b/i;

function checkSamples({ brand, campaign: { samples } }: EvidencePack): Finding[] {
  const at = (index: number) => `campaign.samples.${index}`;
  const findings = samples.flatMap((sample, index) => [
    ...checkLength(sample, { path: at(index), code: '30893', least: 20, most: 1024 }),
    ...(shorteners.test(sample) || /http:\/\//i.test(sample)
      ? [refuses('30892', at(index), explained('30892'))]
      : []),
    ...(advertising.test(sample) ? [refuses('30913', at(index), explained('30913'))] : []),
  ]);
  if (samples.length < 2 || samples.length > 5) {
    const what = `There are ${samples.length} samples; the carriers take two to five.`;
    findings.push(refuses('30893', 'campaign.samples', { what, whatToDo: 'Send two to five real texts.' }));
  }
  if (!samples.some((sample) => sample.includes(brand) && /\bSTOP\b/.test(sample))) {
    const what = `No sample names ${brand} and says STOP.`;
    findings.push(
      refuses('30893', 'campaign.samples', { what, whatToDo: explainRejection('30893').whatToDo }),
    );
  }
  return findings;
}

function checkFlags({ campaign }: EvidencePack): Finding[] {
  const { samples, helpMessage, hasLinks, hasPhone } = campaign;
  const texts = [...samples, helpMessage];
  const checks = [
    { path: 'campaign.hasLinks', said: hasLinks, is: texts.some(holdsLink), of: 'link' },
    { path: 'campaign.hasPhone', said: hasPhone, is: texts.some(holdsPhone), of: 'phone number' },
  ];
  return checks
    .filter(({ said, is }) => is && !said)
    .map(({ path, of }) => {
      const what = `A text holds a ${of}, and the campaign says that none does.`;
      return refuses('30889', path, { what, whatToDo: explainRejection('30889').whatToDo });
    });
}

function checkPages({ website, noticeUrl, screenshotUrls, campaign }: EvidencePack): Finding[] {
  const pages = [
    { code: '30933', path: 'campaign.privacyUrl', url: campaign.privacyUrl },
    { code: '30934', path: 'campaign.termsUrl', url: campaign.termsUrl },
    { code: '30907', path: 'website', url: website },
    ...(noticeUrl === null ? [] : [{ code: '30909', path: 'noticeUrl', url: noticeUrl }]),
    ...screenshotUrls.map((url, index) => ({ code: '30909', path: `screenshotUrls.${index}`, url })),
  ];
  const findings = pages
    .filter(({ url }) => !isPublic(url))
    .map(({ code, path, url }) => {
      const what = `"${url}" is no address that everybody can open over https.`;
      const whatToDo = 'Name a public https page; of pages that Ringback serves, set PUBLIC_URL.';
      return refuses(code, path, { what, whatToDo });
    });
  if (/\b(facebook|instagram|linktr|yelp)\b/i.test(website)) {
    const what = 'A profile at somebody else’s site says too little about a business for some reviewers.';
    findings.push(risks('30919', 'website', { what, whatToDo: 'Name your own site if you have one.' }));
  }
  return findings;
}

function isPublic(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isName =
    /\.[a-z]{2,}$/i.test(hostname) && !/\.(localhost|local|test|internal|invalid)$/i.test(hostname);
  return protocol === 'https:' && isName;
}

function checkLength(
  text: string,
  {
    path,
    code,
    least,
    most,
  }: { readonly path: string; readonly code: string; readonly least: number; readonly most: number },
): Finding[] {
  if (text.length >= least && text.length <= most) return [];
  const what = `It has ${text.length} characters; the carriers take ${least} to ${most}.`;
  const whatToDo = text.length < least ? 'Say more.' : 'Say it shorter.';
  return [refuses(code, path, { what, whatToDo })];
}

function explained(code: string): Pick<Finding, 'what' | 'whatToDo'> {
  const { meaning, whatToDo } = explainRejection(code);
  return { what: meaning, whatToDo };
}

function refuses(code: string, path: string, said: Pick<Finding, 'what' | 'whatToDo'>): Finding {
  return { code, severity: 'refuses', path, ...said };
}

function risks(code: string, path: string, said: Pick<Finding, 'what' | 'whatToDo'>): Finding {
  return { code, severity: 'risks', path, ...said };
}
