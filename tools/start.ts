// npm start: the bundled server and the messenger on this machine, with two demo accounts, until Ctrl-C.
// --port PORT     where the messenger listens (4180); its server takes the next one, and 0 takes any that are free
// --folder PATH   where the server keeps its data (.latchkey/server)
import { parseArgs } from 'node:util'
import { ChatError } from '@latchkey/core'
import { seedDemo, startServer } from '@latchkey/server'
import type { LatchkeyServer } from '@latchkey/server'
import { buildWorkspaces } from './build.ts'
import { root } from './check/project.ts'
import { startMessengerPage } from './demo/messenger-page.ts'
import type { MessengerPage } from './demo/messenger-page.ts'

const demoUserIDs = ['ada', 'bob']
const tokenLifeSeconds = 7 * 24 * 60 * 60

const fail = (message: string): never => {
  console.error(message)
  process.exit(1)
}

const readOptions = (): { readonly port: number; readonly folder: string } => {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4180' },
        folder: { type: 'string', default: `${root}/.latchkey/server` },
      },
    })
    const port = Number(values.port)
    if (Number.isInteger(port) && port >= 0 && port < 65_535) return { port, folder: values.folder }
    return fail('--port is an integer from 0 to 65534.')
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

const { port, folder } = readOptions()
console.log('Building the messenger …')
try {
  buildWorkspaces('./apps/messenger')
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}

let page: MessengerPage | undefined
let server: LatchkeyServer | undefined

let stopping: Promise<void> | undefined
const stop = async (): Promise<void> => {
  await page?.close()
  await server?.close()
  console.log('Stopped.')
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping ??= stop().then(() => process.exit(0))
  })
}

try {
  page = await startMessengerPage({ port })
  server = await startServer({
    folder,
    port: port === 0 ? 0 : port + 1,
    allowedOrigins: page.origins,
  })
  await seedDemo(server)
  const { url, issueToken } = server
  page.pointTo({ url, demoUserIDs, issueToken: (userID) => issueToken(userID, { lifeSeconds: tokenLifeSeconds }) })
} catch (error) {
  await page?.close()
  await server?.close()
  const reason = ChatError.is(error) ? `${error.message} ${JSON.stringify(error.details)}` : String(error)
  fail(`${reason}\nIs another one running? Another port: npm start -- --port 5000`)
}

console.log('')
for (const userID of demoUserIDs) console.log(`  ${page?.origins[0]}/?profile=${userID}`)
console.log('\nCtrl-C stops both.')
