import type { Directory, KnownBusiness } from '@ringback/engine';
import { Router } from 'express';
import { escapeHtml, renderPage } from './page.ts';

/** The public page on a business's texts, mounted at `/sms`: greetings and carriers' reviewers refer to it. */
export function createPublicTerms(directory: Directory): Router {
  const router = Router();
  router.get('/:business', (request, response) => {
    const known = directory.byId(request.params.business);
    response.type('html');
    if (known) response.send(renderTerms(known));
    else response.status(404).send(renderPage('No such page', '<p>Check the address and try again.</p>'));
  });
  return router;
}

/** The points that carriers ask for: program, kind, frequency, rates, STOP, HELP, and that nothing is shared. */
function renderTerms({ business }: KnownBusiness): string {
  const name = escapeHtml(business.name);
  const numbers = business.lines.map(({ number }) => escapeHtml(number)).join(', ');
  return renderPage(
    `Text messages from ${business.name}`,
    `<p>When you call ${name} and nobody can answer, we may send you a text message about your call, and answer what you write back.</p>
<h2>Terms</h2>
<ul>
<li>Our texts come from ${numbers} and answer your call. They are no advertising.</li>
<li>Message frequency varies. Message and data rates may apply.</li>
<li>Reply STOP to opt out at any time. Reply HELP for help, or call us.</li>
<li>Agreeing to texts is no condition of any purchase. Carriers are not liable for delayed or undelivered texts.</li>
</ul>
<h2>Privacy</h2>
<p>We keep your number, your call and the texts between us to answer you. Mobile numbers and text consent are not shared with third parties or affiliates for marketing.</p>`,
  );
}
