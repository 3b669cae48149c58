/**
 * An administrator connects a business to the HubSpot look-alike, step by step as a browser would over HTTP: sign in at
 * the server at `url`, agree, come back.
 * @throws Error with the status of the server's last answer when the business is not connected by it
 */
export async function connectHubspot(options: {
  readonly url: string;
  readonly businessId: string;
  readonly adminToken: string;
}): Promise<void> {
  const { url, businessId, adminToken } = options;
  const signIn = await fetch(`${url}/oauth/hubspot/start?business=${businessId}`, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${adminToken}` },
  });
  const agree = new URL(signIn.headers.get('location') ?? '');
  agree.pathname += '/approve';
  const agreed = await fetch(agree, { method: 'POST', redirect: 'manual' });
  const cookie = (signIn.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  const back = await fetch(agreed.headers.get('location') ?? '', { headers: { cookie } });
  if (!back.ok) throw new Error(`the HubSpot look-alike was not connected (${back.status})`);
}
