import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMessengerPage } from '../demo/messenger-page.ts'
import type { MessengerPage } from '../demo/messenger-page.ts'

let page: MessengerPage
const get = (path: string): Promise<Response> =>
  fetch(`${page.origins[0]}${path}`, { headers: { origin: 'http://elsewhere.example' } })

beforeAll(async () => {
  page = await startMessengerPage({ port: 0 })
})
afterAll(() => page.close())

test('until it knows its server, the page says that it is starting and gives no token', async () => {
  expect((await get('/config.json')).status).toBe(503)
  expect((await get('/demo/token?user=ada')).status).toBe(404)
})

test('then it names its server, and gives a token to a demo account, to nobody else and to no other origin', async () => {
  page.pointTo({
    url: 'ws://127.0.0.1:1',
    demoUserIDs: ['ada'],
    issueToken: (userID) => Promise.resolve(`for ${userID}`),
  })
  expect(await (await get('/config.json')).json()).toEqual({ serverUrl: 'ws://127.0.0.1:1' })
  const answer = await get('/demo/token?user=ada')
  expect(await answer.json()).toEqual({ token: 'for ada' })
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  for (const path of ['/demo/token?user=eve', '/demo/token', '/demo/token?user=']) {
    expect((await get(path)).status, path).toBe(404)
  }
})

test('a port that is taken is refused', async () => {
  const port = Number(new URL(page.origins[0] ?? '').port)
  await expect(startMessengerPage({ port })).rejects.toThrow(/in use/)
})
