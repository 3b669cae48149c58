import type { EngineObserver } from '@ringback/engine';

/** Several observers as one; the first is the outermost round an attempt. */
export function observeWithAll(observers: readonly EngineObserver[]): EngineObserver {
  return {
    handled(handled, beganMs) {
      for (const each of observers) each.handled(handled, beganMs);
    },
    performing(claimed, perform) {
      const nested = observers.reduceRight((inner, each) => () => each.performing(claimed, inner), perform);
      return nested();
    },
    handedOver(claimed, at) {
      for (const each of observers) each.handedOver(claimed, at);
    },
  };
}
