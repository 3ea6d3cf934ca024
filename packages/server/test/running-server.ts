import type {
  Change,
  Credential,
  PushedChanges,
  TransportConnection,
  TransportDriver,
  TransportSink,
} from '@latchkey/core/driver'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { startServer, type LatchkeyServer, type ServerOptions } from '../src/index.js'

const endings: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** A folder that goes away after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-server-'))
  endings.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A server that stops after the test. */
export async function runServer(options: Partial<ServerOptions> = {}): Promise<LatchkeyServer> {
  const server = await startServer({ folder: options.folder ?? (await temporaryFolder()), ...options })
  endings.push(() => server.close())
  return server
}

/** A sink that remembers, and lets a test wait. */
export function recordingSink() {
  const pushed: PushedChanges[] = []
  const changes = (): Change[] => pushed.flatMap((push) => push.changes)
  let wake = () => {}
  const sink: TransportSink = {
    async changes(push) {
      pushed.push(push)
      wake()
    },
    signal() {},
  }
  async function until(isDone: (changes: readonly Change[]) => boolean): Promise<readonly Change[]> {
    while (!isDone(changes())) await new Promise<void>((resolve) => (wake = resolve))
    return changes()
  }
  return { sink, pushed, until }
}

export async function connect(
  server: LatchkeyServer,
  userID: string,
  {
    sink = recordingSink().sink,
    driver = webSocketTransport({ url: server.url }),
    credential,
    userName,
  }: {
    readonly sink?: TransportSink
    readonly driver?: TransportDriver
    readonly credential?: Credential
    readonly userName?: string
  } = {},
): Promise<TransportConnection> {
  const token = await server.issueToken(userID, { lifeSeconds: 3_600 })
  const connection = await driver.connect(
    {
      userID,
      credential: credential ?? { type: 'token', token },
      deviceID: `${userID}-device`,
      platform: 'test',
      ...(userName !== undefined && { userName }),
    },
    sink,
  )
  endings.push(() => connection.close())
  return connection
}

export function send(connection: TransportConnection, to: string, text: string, operationID = `operation ${text}`) {
  return connection.call(
    'sendMessage',
    {
      conversationType: 'peer',
      conversationID: to,
      messageID: `message of ${operationID}`,
      content: { type: 'text', text },
      sentTime: 1,
    },
    { operationID },
  )
}

export function texts(changes: readonly Change[]): string[] {
  return changes.flatMap((change) =>
    change.type === 'messageAdded' && change.message.content.type === 'text' ? [change.message.content.text] : [],
  )
}
