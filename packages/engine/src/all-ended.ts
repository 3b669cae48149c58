/**
 * Waits until every one of them has ended, however one of them ends.
 * @throws what went wrong; AggregateError where that is more than one thing
 */
export async function allEnded(works: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  const ends = await Promise.allSettled(works);
  const failures = ends.filter((end) => end.status === 'rejected').map(({ reason }): unknown => reason);
  if (failures.length > 1) throw new AggregateError(failures, 'several things went wrong');
  if (failures.length === 1) throw failures[0];
}
