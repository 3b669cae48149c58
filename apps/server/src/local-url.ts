import type { AddressInfo } from 'node:net';

/**
 * The address at which this machine reaches a server of its own, without a slash at the end. One that listens on
 * every address is reached at the loopback address of its family.
 */
export function localUrl({ address, port }: Pick<AddressInfo, 'address' | 'port'>): string {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
