import { ChatError, errorCodes, isErrorCode } from '@latchkey/core'
import { countUnsent, createSessionView, englishTexts, loginProblem } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle } from './support/surroundings.js'
import { createWorld, follow, say } from './support/world.js'

test('a session has a user, and its local data can be read', async () => {
  const { kit } = await createWorld()
  expect((await follow(createSessionView(kit))).now).toEqual({ userID: 'ada', storage: 'ready' })
})

test('OL-17 a session that the server ended says why', async () => {
  const { kit, network } = await createWorld()
  const session = await follow(createSessionView(kit))
  network.kickOut('ada')
  await settle()
  expect(session.now).toMatchObject({ endedBecause: 'You were signed out because the account is used elsewhere.' })
  expect(session.now.userID).toBeUndefined()
})

test('OL-16 a session whose token has ended says so', async () => {
  const { kit, time } = await createWorld()
  const session = await follow(createSessionView(kit))
  await time.advance(20 * 86_400_000)
  expect(session.now.endedBecause).toBe('Your sign-in has run out. Sign in again to go on.')
})

test('OL-17 whatever ends a session is told in a sentence for people', () => {
  for (const code of Object.keys(errorCodes).filter(isErrorCode)) {
    expect(englishTexts.signedOutBecause(code), code).toMatch(/^[A-Z].*\.$/)
  }
  expect(englishTexts.signedOutBecause('other-user-on-device')).toMatch(/^Another account signed in on this device/)
})

test('OL-18 signing out needs no explanation', async () => {
  const { chat, kit } = await createWorld()
  const session = await follow(createSessionView(kit))
  await chat.logout()
  await settle()
  expect(session.now).toEqual({ storage: 'ready' })
})

test('what has not been sent is counted before signing out', async () => {
  const { chat, kit, network } = await createWorld()
  network.setConnectivity('hung')
  network.cut()
  await settle()
  for (const text of ['one', 'two']) await say(chat, 'bob', text)
  expect(await countUnsent(kit)).toBe(2)
  expect(englishTexts.unsentWarning(2)).toMatch(/^2 messages have not been sent yet\./)
})

const refusals = [
  ['no-previous-login', /^Connect once to load your chats/],
  ['different-user', /belong to another account\. Connect to sign in as eve/],
  ['token-expired', /Sign in again when you are online/],
  ['logged-out', /You signed out on this device/],
  ['session-refused', /ended by the server/],
  ['record-tampered', /saved sign-in is damaged/],
  ['login-timeout', /does not answer/],
  ['transport-unreachable', /cannot be reached/],
] as const

test.each(refusals)('OL-06 OL-07 OL-14 the refusal %s is a sentence for people', (code, sentence) => {
  expect(loginProblem({ texts: englishTexts }, new ChatError(code), 'eve')).toMatch(sentence)
})

test('OL-06 an offline login of somebody else is explained by the refusal that core really gives', async () => {
  const { chat, kit } = await createWorld()
  await chat.logout()
  const refusal: unknown = await chat
    .login('ada', { token: 'x', isOfflineLogin: true })
    .catch((error: unknown) => error)
  expect(loginProblem(kit, refusal, 'ada')).toBe('You signed out on this device. Connect to sign in again.')
})

test('no code and no defect ever shows as a code', () => {
  for (const code of Object.keys(errorCodes).filter(isErrorCode)) {
    const sentence = loginProblem({ texts: englishTexts }, new ChatError(code), 'ada')
    expect(sentence, code).toMatch(/^[A-Z].*\.$/)
    expect(sentence).not.toContain(code)
  }
  expect(loginProblem({ texts: englishTexts }, new TypeError('x is undefined'), 'ada')).toBe(
    'Signing in did not work. Try again.',
  )
})
