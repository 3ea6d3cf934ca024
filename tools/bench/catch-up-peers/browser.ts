import { join } from 'node:path'
import chromiumBinary from '@sparticuz/chromium'
import { chromium, type Page } from 'playwright'
import { build, defaultClientConditions } from 'vite'
import { root } from '../../check/project.ts'

/** Where every page of these rows stands, whatever port is behind it: what a page keeps belongs to its address. */
const origin = 'http://chat.localhost'

/** Builds the page in `source`, a folder of the project, for production into `folder`. */
export const buildPage = async (source: string, folder: string): Promise<void> => {
  await build({
    root: join(root, source),
    configFile: false,
    logLevel: 'error',
    base: './',
    resolve: { conditions: ['@latchkey/source', ...defaultClientConditions] },
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 10_000 },
  })
}

/**
 * Opens the page that `port` serves in a browser with the profile in `folder`, and does `work` there. The browser is closed
 * in an orderly way, so that it keeps what the page gave it.
 */
export const onPage = async <Result>(
  { folder, port, isOnline }: { readonly folder: string; readonly port: number; readonly isOnline: boolean },
  work: (page: Page) => Promise<Result>,
): Promise<Result> => {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: await chromiumBinary.executablePath(),
    args: [...chromiumBinary.args, '--no-sandbox', `--host-resolver-rules=MAP chat.localhost:80 127.0.0.1:${port}`],
  })
  try {
    const page = await context.newPage()
    page.on('pageerror', (error) => console.log(`  the page says: ${error.message}`))
    await page.goto(origin)
    await page.waitForFunction(() => 'peerPage' in globalThis)
    if (!isOnline) await context.setOffline(true)
    return await work(page)
  } finally {
    await context.close()
  }
}
