import { openSync, readSync } from 'node:fs';

// Loaded by `node --import` into a server process, before anything else: its clocks follow the time of the storm,
// which jumps, and its date is wrong by as much as it is told to be. The steady clock goes on while the process is
// stopped, as the real one does, because whoever moves the time writes it into a file that every reading looks at.

const { CHAOS_TIME_FILE, CHAOS_SKEW_MS = '0' } = process.env;
if (CHAOS_TIME_FILE === undefined) throw new Error('CHAOS_TIME_FILE says nowhere how far time has jumped');
const file = openSync(CHAOS_TIME_FILE, 'r');
const skewMs = Number(CHAOS_SKEW_MS);
const ahead = new Float64Array(1);

function aheadMs(): number {
  readSync(file, ahead, 0, ahead.byteLength, 0);
  return ahead[0] ?? 0;
}

const MachineDate = Date;
const machineNow = Date.now;
const machineSteady = performance.now.bind(performance);
const now = () => Math.floor(machineNow() + aheadMs() + skewMs);

performance.now = () => machineSteady() + aheadMs();
MachineDate.now = now;
globalThis.Date = new Proxy(MachineDate, {
  construct: (target, given: unknown[]) => Reflect.construct(target, given.length === 0 ? [now()] : given),
});
MachineDate.prototype.constructor = globalThis.Date;
