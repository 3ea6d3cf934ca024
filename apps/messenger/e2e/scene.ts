import type { BrowserContext } from 'playwright-core'
import { afterEach } from 'vitest'
import { createProfile, type LaunchOptions } from './browser.ts'
import { startDemo, type Demo } from './demo.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** What a test plays in; all of it is gone after the test, however that ended. */
export interface Scene {
  readonly demo: Demo
  /** A browser on the profile of this scene: one at a time. */
  launch(options?: LaunchOptions): Promise<BrowserContext>
}

export async function setUp(): Promise<Scene> {
  const demo = await startDemo()
  cleanups.push(() => demo.close())
  const profile = createProfile()
  cleanups.push(() => profile.remove())
  return {
    demo,
    async launch(options) {
      const context = await profile.launch(options)
      cleanups.push(() => context.close())
      return context
    },
  }
}
