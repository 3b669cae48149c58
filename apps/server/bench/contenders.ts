/** Who is measured, and how. */
export type Contender = {
  readonly name: string;
  readonly script: './floor.ts' | '../src/main.ts';
  readonly processes: number;
  readonly store: 'postgres' | 'embedded';
  readonly businesses: number;
  /** So many events lie in the store before the load begins. */
  readonly pastEvents: number;
};

const ringback: Contender = {
  name: 'Ringback, one process',
  script: '../src/main.ts',
  processes: 1,
  store: 'postgres',
  businesses: 50,
  pastEvents: 0,
};

export const floor: Contender = { ...ringback, name: 'the bare floor', script: './floor.ts' };

export function contenders(pastEvents: number): { readonly [key: string]: Contender } {
  return {
    floor,
    one: ringback,
    two: { ...ringback, name: 'Ringback, two processes', processes: 2 },
    embedded: { ...ringback, name: 'Ringback, embedded store', store: 'embedded' },
    ...(pastEvents === 0
      ? {}
      : {
          history: {
            ...ringback,
            name: `Ringback, one process, 10,000 businesses and ${pastEvents} past events`,
            businesses: 10_000,
            pastEvents,
          },
        }),
  };
}
