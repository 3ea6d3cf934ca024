// A homeserver that knows one workload and one user. node homeserver.mjs WORKLOAD.json PAGE-FOLDER before|away
// It says where it listens; when it is told `report`, what it has, as JSON.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { createInterface } from 'node:readline'
import { createRooms } from './homeserver-rooms.ts'
import type { Workload } from './workload.ts'

const [, , workloadPath = '', pageFolder = '', until] = process.argv
const workload = JSON.parse(readFileSync(workloadPath, 'utf8')) as Workload
const rooms = createRooms(workload)
for (const event of workload.before) rooms.apply(event)
if (until === 'away') for (const event of workload.away) rooms.apply(event)

const maximumBodyBytes = 64 * 1024
const defaultLimit = 20
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }
const waiting = new Set<() => void>()

interface Answer {
  readonly status: number
  readonly body: object
}
const ok = (body: object): Answer => ({ status: 200, body })
const unknown: Answer = { status: 404, body: { errcode: 'M_UNRECOGNIZED', error: 'This stub has no such thing.' } }

const readBody = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const piece of request) {
    text += String(piece)
    if (text.length > maximumBodyBytes) throw new RangeError('The body is too long.')
  }
  return text
}

const encodeFilter = (filter: string): string => Buffer.from(filter).toString('base64url')

/** A filter by its ID, or written out. */
const limitOf = (filter: string | null): number => {
  if (filter === null) return defaultLimit
  const text = filter.startsWith('{') ? filter : Buffer.from(filter, 'base64url').toString()
  const { room } = JSON.parse(text) as { readonly room?: { readonly timeline?: { readonly limit?: number } } }
  return room?.timeline?.limit ?? defaultLimit
}

/** Resolves when something new came, or after `timeoutMs`. */
const untilNews = (timeoutMs: number): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      waiting.delete(end)
      resolve()
    }
    const timer = setTimeout(end, timeoutMs)
    waiting.add(end)
  })

const sync = async (parameters: URLSearchParams): Promise<Answer> => {
  const since = Number((parameters.get('since') ?? 's0').slice(1))
  if (since === rooms.position) await untilNews(Number(parameters.get('timeout') ?? 0))
  return ok(rooms.sync(since, limitOf(parameters.get('filter'))))
}

const answer = async (request: IncomingMessage, { pathname, searchParams }: URL): Promise<Answer> => {
  const { method = '' } = request
  const path = pathname.replace('/_matrix/client/', '')
  if (path === 'versions') return ok({ versions: ['v1.11'], unstable_features: {} })
  if (request.headers.authorization === undefined) return { status: 401, body: { errcode: 'M_MISSING_TOKEN' } }
  if (path === 'v3/sync') return sync(searchParams)
  if (path === 'v3/pushrules/') return ok({ global: {} })
  if (path === 'v3/capabilities') return ok({ capabilities: {} })
  const [, , , , filterID] = /^v3\/(user)\/([^/]+)\/(filter)(?:\/(.+))?$/.exec(path) ?? []
  if (filterID !== undefined) return ok(JSON.parse(Buffer.from(filterID, 'base64url').toString()) as object)
  if (path.endsWith('/filter') && method === 'POST') return ok({ filter_id: encodeFilter(await readBody(request)) })
  const [, roomID, transactionID] = /^v3\/rooms\/([^/]+)\/send\/m\.room\.message\/([^/]+)$/.exec(path) ?? []
  if (roomID === undefined || transactionID === undefined || method !== 'PUT') return unknown
  const content = JSON.parse(await readBody(request)) as object
  const eventID = rooms.send(decodeURIComponent(roomID), decodeURIComponent(transactionID), content)
  if (eventID === undefined) return { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'No such room.' } }
  for (const end of waiting) end()
  return ok({ event_id: eventID })
}

const sendFile = async (path: string, response: ServerResponse): Promise<void> => {
  const name = normalize(path === '/' ? '/index.html' : path)
  const bytes = await readFile(join(pageFolder, name)).catch(() => undefined)
  response.writeHead(bytes === undefined ? 404 : 200, {
    'content-type': types[extname(name)] ?? 'application/octet-stream',
  })
  response.end(bytes)
}

const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://stub')
  if (!url.pathname.startsWith('/_matrix/')) return sendFile(url.pathname, response)
  const { status, body } = await answer(request, url)
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

const server = createServer({ noDelay: true, keepAliveTimeout: 60_000 }, (request, response) => {
  handle(request, response).catch((error: unknown) => {
    console.error(error)
    response.writeHead(500, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ errcode: 'M_UNKNOWN', error: String(error) }))
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
if (typeof address !== 'object' || address === null) throw new Error('The stub does not listen.')
console.log(JSON.stringify({ port: address.port }))

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'report') console.log(JSON.stringify(rooms.held()))
}
process.exit(0)
