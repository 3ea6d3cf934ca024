import { buildWorkspaces } from './build.ts'

/** The end-to-end tests drive the messenger as it is shipped. */
export const setup = (): void => buildWorkspaces('./apps/messenger')
