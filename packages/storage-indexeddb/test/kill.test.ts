import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ViteDevServer } from 'vite'
import { afterAll, beforeAll, test } from 'vitest'
import { servePages } from '../../storage-sqlite-wasm/test/browser.js'
import { playKillRounds } from '../../storage-sqlite-wasm/test/kill-rounds.js'

let server: ViteDevServer
let address: string
let profile: string

beforeAll(async () => {
  server = await servePages(new URL('./pages', import.meta.url))
  address = server.resolvedUrls?.local[0] ?? ''
  profile = await mkdtemp(join(tmpdir(), 'latchkey-profile-'))
})

afterAll(async () => {
  await server.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

test(
  'ST-57 a browser that is killed while it writes loses nothing that was written',
  { timeout: 120_000 },
  async () => {
    await playKillRounds(profile, address)
  },
)
