import { fileURLToPath } from 'node:url';

/** The business of `businessFile`, its two lines and the phone that they ring. */
export const businessId = 'acme-plumbing';
export const ringingLine = '+15125550100';
export const forwardedLine = '+15125550101';
export const shopPhone = '+15125550111';

export const businessFile = fileURLToPath(
  new URL('../../../../test-fixtures/businesses/acme-plumbing.yaml', import.meta.url),
);

/** What the look-alikes know of it. */
export const providersOfAcme = {
  numbers: [ringingLine, forwardedLine],
  portal: { id: 4711, name: 'Acme Plumbing', timeZone: 'America/Chicago' },
} as const;
