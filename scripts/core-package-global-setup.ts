import type { TestProject } from 'vitest/node';
import { openCorePackage } from './core-package.ts';

/** Every test of the project looks at the same package, made once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { tarball, project: folder, close } = await openCorePackage();
  project.provide('corePackage', { tarball, project: folder });
  return close;
}
