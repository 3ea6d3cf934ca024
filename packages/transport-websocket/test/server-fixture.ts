import { createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TransportControl, TransportFixture, TransportParty } from '@latchkey/conformance/transport'
import { formatNotification } from '@latchkey/protocol'
import { startServer, type LatchkeyServer } from '@latchkey/server'
import { webSocketTransport } from '../src/web-socket-transport.js'
import { startFaultProxy, type FaultProxy } from './fault-proxy.js'

const tokenSecret = randomBytes(32).toString('hex')
const appSign = 'the sign of the app'

/** The real server on a folder of its own. */
export interface ServerInFolder {
  readonly server: LatchkeyServer
  stop(): Promise<void>
}

export async function startServerInFolder(): Promise<ServerInFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-transport-'))
  const server = await startServer({ folder, tokenSecret, appSign })
  return {
    server,
    async stop() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Every control there is: the server's own, and those of a proxy before each of the two users. */
export const serverControls = [
  'cut',
  'refuse',
  'hang',
  'restore',
  'hold',
  'release',
  'loseNextAnswer',
  'corrupt',
  'signal',
  'linksGone',
  'kickOut',
  'revoke',
  'unregister',
  'endingCredential',
  'expire',
  'trimLog',
  'falseCredential',
  'expiredCredential',
  'appSignCredential',
] as const satisfies readonly (keyof TransportControl)[]

let lastFixture = 0

/** Two new users of a server, each behind a proxy of their own. */
export async function serverFixture(server: LatchkeyServer): Promise<TransportFixture> {
  lastFixture += 1
  const userIDs = [`ada-${lastFixture}`, `bob-${lastFixture}`] as const
  const proxies = new Map<string, FaultProxy>()
  const token = async (userID: string, lifeSeconds: number) =>
    ({ type: 'token', token: await server.issueToken(userID, { lifeSeconds }) }) as const
  const all = (action: (proxy: FaultProxy) => void) => () => [...proxies.values()].forEach(action)

  async function party(userID: string): Promise<TransportParty> {
    const proxy = await startFaultProxy(server.port)
    proxies.set(userID, proxy)
    await server.putUser({ userID, userName: userID })
    return {
      userID,
      driver: webSocketTransport({ url: proxy.url }),
      credential: () => token(userID, 3_600),
    }
  }

  return {
    ada: await party(userIDs[0]),
    bob: await party(userIDs[1]),
    control: {
      cut: all((proxy) => proxy.cut()),
      refuse: all((proxy) => proxy.setMode('refused')),
      hang: all((proxy) => proxy.setMode('hung')),
      async restore() {
        await Promise.race([...proxies.values()].map((proxy) => proxy.caught()))
        all((proxy) => proxy.setMode('up'))()
      },
      hold: all((proxy) => proxy.hold()),
      release: all((proxy) => proxy.release()),
      loseNextAnswer: all((proxy) => proxy.loseNextAnswer()),
      corrupt: (userID) => proxies.get(userID)?.inject('hello'),
      // No operation of this server makes one yet; the bytes are those that it would send.
      signal: (userID, signal) => proxies.get(userID)?.inject(formatNotification('signal', signal)),
      linksGone: async (userID) => proxies.get(userID)?.idle(),
      kickOut: (userID) => server.kickOut(userID),
      revoke: (userID) => server.revokeTokens(userID),
      unregister: (userID) => server.unregister(userID),
      // Issued in whole seconds: more than one and at most two are left of it.
      endingCredential: (userID) => token(userID, 2),
      expire: () => undefined,
      trimLog: () => server.seed(({ backend }) => backend.trimLog(Number.MAX_SAFE_INTEGER)),
      falseCredential: () => ({ type: 'token', token: 'forged' }),
      expiredCredential: (userID) => ({ type: 'token', token: expiredToken(userID) }),
      appSignCredential: () => ({ type: 'appSign', appSign }),
    },
    async dispose() {
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()))
    },
  }
}

function expiredToken(userID: string): string {
  const now = Math.floor(Date.now() / 1_000)
  const parts = [
    { alg: 'HS256', typ: 'JWT' },
    { sub: userID, iat: now - 7_200, exp: now - 3_600 },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  const signed = parts.join('.')
  return `${signed}.${createHmac('sha256', tokenSecret).update(signed).digest('base64url')}`
}
