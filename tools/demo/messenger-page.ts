import type { IncomingMessage, ServerResponse } from 'node:http'
import { preview } from 'vite'
import type { Plugin } from 'vite'
import { root } from '../check/project.ts'

/** The server that the page points its messengers to. */
export interface DemoServer {
  /** `ws://…` */
  readonly url: string
  /** The only users who get a token for the asking. */
  readonly demoUserIDs: readonly string[]
  issueToken(userID: string): Promise<string>
}

export interface MessengerPage {
  /** The origins that browsers give the page. */
  readonly origins: readonly string[]
  /** From now on the page knows its server. A page has its origins first, because the server asks for them. */
  pointTo(server: DemoServer): void
  close(): Promise<void>
}

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

/** What the built messenger asks of its own origin: where its server is, and a token for a demo account. */
const demoAnswers = (findServer: () => DemoServer | undefined): Plugin => ({
  name: 'latchkey-demo-answers',
  configurePreviewServer({ middlewares }) {
    middlewares.use('/config.json', (_request, response) => {
      const server = findServer()
      if (server === undefined) return answer(response, 503, { error: 'The server is starting.' })
      answer(response, 200, { serverUrl: server.url })
    })
    middlewares.use('/demo/token', (request: IncomingMessage, response: ServerResponse) => {
      const userID = new URL(request.url ?? '', 'http://demo').searchParams.get('user') ?? ''
      const server = findServer()
      if (!server?.demoUserIDs.includes(userID)) return answer(response, 404, { error: 'No such demo account.' })
      server.issueToken(userID).then(
        (token) => answer(response, 200, { token }),
        () => answer(response, 500, { error: 'No token could be issued.' }),
      )
    })
  },
})

/** Serves the production build of the messenger to this machine only. `port` 0 takes a free one; rejects when taken. */
export const startMessengerPage = async ({ port }: { readonly port: number }): Promise<MessengerPage> => {
  let server: DemoServer | undefined
  const site = await preview({
    root: `${root}/apps/messenger`,
    configFile: false,
    logLevel: 'error',
    appType: 'spa',
    // No other origin may read the tokens that this one gives away.
    preview: { host: '127.0.0.1', port, strictPort: true, cors: false },
    plugins: [demoAnswers(() => server)],
  })
  const address = site.httpServer.address()
  const boundPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    origins: [`http://127.0.0.1:${boundPort}`, `http://localhost:${boundPort}`],
    pointTo(demoServer) {
      server = demoServer
    },
    close: () => site.close(),
  }
}
