import { buildWorkspaces } from './build.ts'

/** The end-to-end tests drive the apps as they are shipped. */
export const setup = (): void => buildWorkspaces('./apps/*')
