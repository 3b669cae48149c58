import { PGlite } from '@electric-sql/pglite';

/**
 * Run as a process of its own, with the folder as its argument: makes an empty embedded store there. Making one takes 150 MB
 * that the process never gives back, so it is not the server that does it.
 */
const [, , dataDir] = process.argv;
if (dataDir === undefined) throw new Error('say in which folder to make the store');
const lite = await PGlite.create({ dataDir });
await lite.close();
