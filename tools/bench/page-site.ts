import { fileURLToPath } from 'node:url'
import { build, defaultClientConditions, preview } from 'vite'

/** A page that a bench drives, served to this machine only. */
export interface PageSite {
  readonly origin: string
  close(): Promise<void>
}

/** Builds the page in `source`, a folder beside this file, for production into `folder`, and serves it. */
export const servePage = async (folder: string, source = 'page'): Promise<PageSite> => {
  await build({
    root: fileURLToPath(new URL(source, import.meta.url)),
    configFile: false,
    logLevel: 'error',
    base: './',
    resolve: { conditions: ['@latchkey/source', ...defaultClientConditions] },
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2023' },
  })
  const site = await preview({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0, cors: false },
  })
  const address = site.httpServer.address()
  if (typeof address !== 'object' || address === null) throw new Error('The page is not served.')
  return { origin: `http://127.0.0.1:${address.port}`, close: () => site.close() }
}
