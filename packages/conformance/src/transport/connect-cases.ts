import { expect } from 'vitest'
import { expectCode, follow, peerConversation, roundTrip, send } from './case-data.js'
import { newID } from './identifiers.js'
import { transportCase, type TransportCase } from './transport-case.js'

/** One attempt, and what becomes of it. */
export const connectCases: readonly TransportCase[] = [
  transportCase('TR-05', 'an accepted attempt brings the account of the user who asked', {}, async (context) => {
    const { account } = (await context.connect(context.subject)).connection
    expect(account.userID).toBe(context.subject.userID)
    expect(account.userName).toBeTypeOf('string')
    expect(account.serverTime).toSatisfy(Number.isSafeInteger)
    expect(account.limits.maxTextBytes).toSatisfy(Number.isSafeInteger)
    expect(account.limits.maxTextBytes).toBeGreaterThan(0)
  }),

  transportCase('TR-06', 'a name given with the attempt is the name from then on', {}, async ({ subject, connect }) => {
    const link = await connect(subject, { userName: 'Grace' })
    expect(link.connection.account.userName).toBe('Grace')
    expect((await connect(subject, { userName: 'Ada L.' })).connection.account.userName).toBe('Ada L.')
  }),

  transportCase('TR-07', 'an attempt without a name keeps the name', {}, async ({ subject, connect }) => {
    await connect(subject, { userName: 'Grace' })
    expect((await connect(subject)).connection.account.userName).toBe('Grace')
  }),

  transportCase('TR-08', 'the account says when the token ends', {}, async ({ subject, connect }) => {
    const { account } = (await connect(subject)).connection
    const credential = await subject.credential()
    if (credential.type === 'token') expect(account.tokenExpiresAt).toBeGreaterThan(account.serverTime)
    else expect(account.tokenExpiresAt).toBeUndefined()
  }),

  transportCase(
    'TR-09',
    'an app sign does not end',
    { controls: ['appSignCredential'] },
    async ({ subject, connect, use }) => {
      const credential = await use('appSignCredential')(subject.userID)
      const { account } = (await connect(subject, { credential })).connection
      expect(account.tokenExpiresAt).toBeUndefined()
    },
  ),

  transportCase('TR-10', 'an account has at most 10 public keys, each with its type', {}, async (context) => {
    const { publicKeys = [] } = (await context.connect(context.subject)).connection.account
    expect(publicKeys.length).toBeLessThanOrEqual(10)
    for (const { kty } of publicKeys) expect(kty).toMatch(/./)
  }),

  transportCase(
    'TR-11',
    'a network that refuses makes the attempt reject transport-unreachable',
    { controls: ['refuse', 'restore'] },
    async ({ subject, connect, use }) => {
      await use('refuse')()
      await expectCode(connect(subject), 'transport-unreachable')
      await use('restore')()
      await connect(subject)
    },
  ),

  transportCase(
    'TR-12',
    'an attempt that nobody answers does not succeed, and stands in the way of no other',
    { controls: ['hang', 'restore'] },
    async ({ subject, connect, use }) => {
      const controller = new AbortController()
      const credential = await subject.credential()
      await use('hang')()
      const hanging = connect(subject, { credential, signal: controller.signal })
      await use('restore')()
      await connect(subject)
      controller.abort()
      await expectCode(hanging, 'call-aborted', 'transport-timeout')
    },
  ),

  transportCase(
    'TR-13',
    'an attempt that is aborted rejects call-aborted',
    { controls: ['hang'] },
    async ({ subject, connect, use }) => {
      const controller = new AbortController()
      const credential = await subject.credential()
      await use('hang')()
      const hanging = connect(subject, { credential, signal: controller.signal })
      controller.abort()
      await expectCode(hanging, 'call-aborted')
    },
  ),

  transportCase(
    'TR-14',
    'an attempt that was aborted before it began rejects call-aborted and makes no link',
    { controls: ['linksGone'] },
    async ({ subject, connect, use }) => {
      await expectCode(connect(subject, { signal: AbortSignal.abort() }), 'call-aborted')
      await use('linksGone')(subject.userID)
    },
  ),

  transportCase(
    'TR-15',
    'an attempt that is aborted while its answer is on the way leaves no link',
    { controls: ['hold', 'release', 'linksGone'] },
    async ({ subject, partner, connect, use }) => {
      const controller = new AbortController()
      const credential = await subject.credential()
      await use('hold')()
      const outcome = connect(subject, { credential, signal: controller.signal }).catch(() => undefined)
      controller.abort()
      await use('release')()
      expect(await outcome).toBeUndefined()
      // By then the answer that was on the way has come as well.
      await follow(await connect(partner))
      await use('linksGone')(subject.userID)
    },
  ),

  transportCase('TR-16', 'an abort after the attempt succeeded ends nothing', {}, async ({ subject, connect }) => {
    const controller = new AbortController()
    const link = await connect(subject, { signal: controller.signal })
    controller.abort()
    await follow(link)
  }),

  transportCase(
    'TR-17',
    'a false credential is refused with token-refused',
    { controls: ['falseCredential'] },
    async ({ subject, connect, use }) => {
      const credential = await use('falseCredential')(subject.userID)
      await expectCode(connect(subject, { credential }), 'token-refused')
    },
  ),

  transportCase(
    'TR-18',
    'a token that has ended is refused with token-expired',
    { controls: ['expiredCredential'] },
    async ({ subject, connect, use }) => {
      const credential = await use('expiredCredential')(subject.userID)
      await expectCode(connect(subject, { credential }), 'token-expired')
    },
  ),

  transportCase(
    'TR-19',
    'a user whose credentials were revoked is refused with token-refused',
    { controls: ['revoke'] },
    async ({ subject, connect, use }) => {
      const credential = await subject.credential()
      await use('revoke')(subject.userID)
      await expectCode(connect(subject, { credential }), 'token-refused')
    },
  ),

  transportCase(
    'TR-20',
    'a user whom the backend does not know is refused with user-unknown',
    { controls: ['unregister'] },
    async ({ subject, connect, use }) => {
      const credential = await subject.credential()
      await use('unregister')(subject.userID)
      await expectCode(connect(subject, { credential }), 'user-unknown')
    },
  ),

  transportCase(
    'TR-22',
    'nothing reaches the sink before the first pull was asked for',
    { operations: ['sendMessage'] },
    async ({ subject, partner, connect }) => {
      const [silent, following, sender] = [await connect(subject), await connect(subject), await connect(partner)]
      await follow(following)
      const { messageID } = await send(sender, peerConversation(subject), { messageID: newID() })
      await following.sink.until(() => JSON.stringify(following.sink.pushes).includes(messageID))
      await roundTrip(silent)
      expect(silent.sink.pushes).toEqual([])
      expect(silent.sink.signals).toEqual([])
    },
  ),
]
