import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedDemo, startServer } from '@latchkey/server'
import { startMessengerPage } from '../../../tools/demo/messenger-page.ts'
import { issueToken, startServerProcess, type ServerProcess } from './server-process.ts'

/** The messenger, its demo conversations and a real server process, with the hand that breaks them. */
export interface Demo {
  readonly origin: string
  /** Ends the server's process by SIGKILL. */
  killServer(): Promise<void>
  /** Starts it again on the same folder; on the same port, unless it is to move to another one. */
  startServer(options?: { readonly isMoved?: boolean }): Promise<void>
  /** Puts something in the server's place that accepts connections and never answers. Returns what ends it. */
  hang(): Promise<() => Promise<void>>
  /** Stops serving the page itself. */
  stopPage(): Promise<void>
  close(): Promise<void>
}

export async function startDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-e2e-'))
  const page = await startMessengerPage({ port: 0 })
  let server: ServerProcess | undefined
  let port = 0

  async function start({ isMoved = false } = {}): Promise<void> {
    server = await startServerProcess({ folder, port: isMoved ? 0 : port, allowedOrigins: page.origins })
    port = server.port
    const { url } = server
    page.pointTo({ url, demoUserIDs: ['ada', 'bob'], issueToken: (userID) => issueToken(folder, userID) })
  }

  async function kill(): Promise<void> {
    await server?.kill()
    server = undefined
  }

  const seeded = await startServer({ folder, port: 0 })
  await seedDemo(seeded)
  await seeded.close()
  await start()
  let isPageStopped = false
  const stopPage = async () => {
    if (!isPageStopped) await page.close()
    isPageStopped = true
  }

  return {
    origin: page.origins[0] ?? '',
    startServer: start,
    killServer: kill,
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
      await kill()
      await stopPage()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
