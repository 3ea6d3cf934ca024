import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import chromiumPackage from '@sparticuz/chromium'
import { chromium, type BrowserContext } from 'playwright'
import { createServer, defaultClientConditions, type ViteDevServer } from 'vite'

/** Serves the pages of a driver's tests from their sources. */
export async function servePages(folder = new URL('./pages', import.meta.url)): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(folder),
    resolve: { conditions: ['@latchkey/source', ...defaultClientConditions] },
    // Every dependency is a module already. Optimising one in the midst of a test would reload the page.
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0, fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] } },
  })
  return server.listen()
}

/** A real browser on a profile that outlives it. */
export interface Browser {
  readonly context: BrowserContext
  /** Kills every process of it at once. Does nothing the second time. */
  kill(): Promise<void>
}

export async function launchBrowser(profile: string): Promise<Browser> {
  const browser = spawn(
    await chromiumPackage.executablePath(),
    [...chromiumPackage.args, '--no-sandbox', `--user-data-dir=${profile}`, '--remote-debugging-port=0'],
    // A group of its own, so that all of its processes end together.
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const connection = await chromium.connectOverCDP(await endpointOf(browser))
  const [context] = connection.contexts()
  if (!context) throw new Error('The browser has no context.')

  return {
    context,
    async kill() {
      if (browser.pid === undefined || browser.signalCode !== null) return
      const exited = once(browser, 'exit')
      process.kill(-browser.pid, 'SIGKILL')
      await exited
      await connection.close()
    },
  }
}

async function endpointOf(browser: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of browser.stderr ?? []) {
    text += String(chunk)
    const endpoint = /DevTools listening on (ws:\S+)/.exec(text)?.[1]
    if (endpoint) return endpoint
  }
  throw new Error(`The browser did not start: ${text}`)
}
