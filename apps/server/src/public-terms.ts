import type { Business } from '@ringback/core';
import type { Directory, KnownBusiness } from '@ringback/engine';
import { consentWording, noSharing, termsPageOf, textsPromised } from '@ringback/messaging';
import { Router } from 'express';
import { escapeHtml, renderPage } from './page.ts';

/**
 * The public page on a business's texts, mounted at `/sms`: greetings, sites and registrations name it, and carriers'
 * reviewers open it. Terms stand at `#terms`, privacy at `#privacy`.
 */
export function createPublicTerms(directory: Directory, publicUrl: string): Router {
  const router = Router();
  router.get('/:business', (request, response) => {
    const known = directory.byId(request.params.business);
    response.type('html');
    if (known) response.send(renderTerms(known, termsPageOf(publicUrl, known.business.id)));
    else response.status(404).send(renderPage('No such page', '<p>Check the address and try again.</p>'));
  });
  return router;
}

/**
 * The points that reviewers look for: program, purpose, how callers agree, frequency, rates, STOP, HELP with a way to
 * reach somebody, and that nothing is shared. Source: https://www.twilio.com/docs/api/errors/30908, 30558, 30560,
 * 30562, read 2026-11-21
 */
function renderTerms({ business, rules }: KnownBusiness, page: string): string {
  const named = { ...business, name: rules.brand.name ?? business.name };
  const name = escapeHtml(named.name);
  const [first] = business.lines;
  const followsUp = rules.secondText.enabled || rules.overrides.some(({ set }) => set.secondText?.enabled);
  const help = first ? escapeHtml(first.number) : '';
  return renderPage(
    `Text messages from ${named.name}`,
    `<p>When you call ${name} and nobody can answer, we may send you a text message about your call, and answer what you write back.</p>
<p><a href="#agreeing">How you agree</a> · <a href="#terms">Terms</a> · <a href="#privacy">Privacy</a></p>
<h2 id="agreeing">How you agree</h2>
${renderAgreeing(named, page)}
<h2 id="terms">Terms</h2>
<dl>
<dt>Program</dt><dd>${name} missed-call texts</dd>
<dt>Purpose</dt><dd>When you call and nobody can answer: ${textsPromised(followsUp)}; then answers to what you write back. No advertising.</dd>
<dt>Frequency</dt><dd>Message frequency varies with your calls and replies.</dd>
<dt>Rates</dt><dd>Message and data rates may apply.</dd>
<dt>Stop</dt><dd>Reply <strong>STOP</strong> at any time. You get one text that confirms it, and no more.</dd>
<dt>Help</dt><dd>Reply <strong>HELP</strong>, or call <a href="tel:${help}">${help}</a>.</dd>
<dt>No obligation</dt><dd>Agreeing to texts is no condition of any purchase.</dd>
<dt>Delivery</dt><dd>Carriers are not liable for delayed or undelivered texts.</dd>
</dl>
<h2 id="privacy">Privacy</h2>
<p>We keep your number, your call and the texts between us to answer you. <strong>${escapeHtml(noSharing)}</strong> Text STOP to end the texts; to have what we keep erased, call <a href="tel:${help}">${help}</a>.</p>`,
    style,
  );
}

const style = `
h2 { font-size: 1.15rem; margin: 2.25rem 0 0.5rem; }
blockquote { margin: 0.75rem 0; padding: 0.5rem 1rem; border-left: 0.25rem solid #2b7a5b; background: #8881; border-radius: 0 0.5rem 0.5rem 0; }
dt { font-weight: 600; }
dd { margin: 0 0 0.75rem; }
@media (max-width: 40rem) { body { margin: 1.5rem auto; } }`;

/** Each way of agreeing with the lines where it is used, and what callers hear there. */
function renderAgreeing(business: Business, page: string): string {
  const ways = new Map<string, { readonly html: string; readonly numbers: string[] }>();
  for (const line of business.lines) {
    const { greeting } = consentWording({ business, line }, page);
    const html = `${agreeing[line.consent]}
<blockquote lang="${business.language}">“${escapeHtml(greeting)}”</blockquote>`;
    const known = ways.get(html);
    if (known) known.numbers.push(line.number);
    else ways.set(html, { html, numbers: [line.number] });
  }
  return [...ways.values()]
    .map(({ html, numbers }) => `<p>When you call ${escapeHtml(numbers.join(' or '))}: ${html}`)
    .join('\n');
}

const agreeing = {
  'key-press':
    'a recording asks you, and you get a text only if you press <strong>1</strong>. Press nothing, or hang up, and we send none. You hear:</p>',
  notice:
    'beside our number, and in the recording that answers when nobody can, we tell you that we may text you about your call. You hear:</p>',
  'call-alone': 'we may answer your call by text. If nobody can answer, you hear:</p>',
} as const;
