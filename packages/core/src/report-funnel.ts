/**
 * How far the missed calls got. `missed` counts calls, everything after it counts leads: a lead is a caller one of
 * whose calls was missed and not left alone, for 30 days from that call. Definitions: docs/reference/reports.md
 */
export type Funnel = {
  readonly missed: number;
  /** Missed calls with which nothing was done: hung up at once, or from the business's own numbers. */
  readonly leftAlone: number;
  readonly leads: number;
  readonly texted: number;
  readonly delivered: number;
  readonly replied: number;
  readonly qualified: number;
  readonly booked: number;
  readonly won: number;
  /** Replied, qualified, booked or won. */
  readonly recovered: number;
  /** Spoke with a person on the phone after the missed call, whoever of them called. */
  readonly reached: number;
};

/** Shares of the funnel, 0 to 1. */
export type Rates = {
  /** Of the leads, those that were recovered; null without leads. */
  readonly recoveryRate: number | null;
  /** Of the texted, those that replied; null when nobody was texted. */
  readonly replyRate: number | null;
  /** Of the texted, those that booked; null when nobody was texted. */
  readonly bookingRate: number | null;
};

export type Stage = keyof Funnel;

/** A funnel that is being counted. */
export type Counting = { [stage in Stage]: number };

export function emptyFunnel(): Counting {
  return {
    missed: 0,
    leftAlone: 0,
    leads: 0,
    texted: 0,
    delivered: 0,
    replied: 0,
    qualified: 0,
    booked: 0,
    won: 0,
    recovered: 0,
    reached: 0,
  };
}

/** `bookedTexted`: the leads that were texted and booked; others that booked are no merit of a text. */
export function ratesOf({ leads, texted, replied, recovered }: Funnel, bookedTexted: number): Rates {
  return {
    recoveryRate: share(recovered, leads),
    replyRate: share(replied, texted),
    bookingRate: share(bookedTexted, texted),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
