import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedDemo, startServer, type LatchkeyServer } from '@latchkey/server'
import { startMessengerPage, type MessengerPage } from '../../../tools/demo/messenger-page.ts'

/** What `npm start` starts, with the hand that breaks it. */
export interface Demo {
  readonly origin: string
  stopServer(): Promise<void>
  startServer(): Promise<void>
  /** Puts something in the server's place that accepts connections and never answers. Returns what ends it. */
  hang(): Promise<() => Promise<void>>
  /** Stops serving the page itself. */
  stopPage(): Promise<void>
  close(): Promise<void>
}

export async function startDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-e2e-'))
  const page: MessengerPage = await startMessengerPage({ port: 0 })
  let server: LatchkeyServer | undefined
  let port = 0

  async function start(): Promise<void> {
    server = await startServer({ folder, port, allowedOrigins: page.origins })
    port = server.port
    const { url, issueToken } = server
    page.pointTo({
      url,
      demoUserIDs: ['ada', 'bob'],
      issueToken: (userID) => issueToken(userID, { lifeSeconds: 86_400 }),
    })
  }

  async function stop(): Promise<void> {
    await server?.close()
    server = undefined
  }

  await start()
  if (server !== undefined) await seedDemo(server)
  let isPageStopped = false
  const stopPage = async () => {
    if (!isPageStopped) await page.close()
    isPageStopped = true
  }

  return {
    origin: page.origins[0] ?? '',
    startServer: start,
    stopServer: stop,
    async hang() {
      const sockets = new Set<Socket>()
      const silent = createServer((socket) => {
        sockets.add(socket)
        socket.on('error', () => undefined)
      })
      await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve))
      return async () => {
        for (const socket of sockets) socket.destroy()
        await new Promise((resolve) => silent.close(resolve))
      }
    },
    stopPage,
    async close() {
      await stop()
      await stopPage()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
