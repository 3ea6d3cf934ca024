import { describe, expect, it } from 'vitest'
import { readAccount, readConnectRequest } from '../src/connect.js'
import { reasonOf } from './reason-of.js'
import { account, overTheWire } from './samples.js'

const request = {
  userID: 'ada',
  credential: { type: 'token', token: 'token-1' },
  deviceID: 'device-1',
  platform: 'web',
  userName: 'Ada',
} as const

describe('connect', () => {
  it('OL-04 reads back with a token or an app sign', () => {
    expect(readConnectRequest(request)).toEqual(request)
    const withAppSign = { ...request, credential: { type: 'appSign', appSign: 'sign' } }
    expect(readConnectRequest(withAppSign)).toEqual(withAppSign)
  })

  it.each([
    ['OL-02 a userID of 33 bytes', { userID: 'a'.repeat(33) }],
    ['OL-02 a userID with a character outside the rule', { userID: 'ada/bob' }],
    ['OL-02 a userID that is not ASCII', { userID: 'ädä' }],
    ['OL-03 a user name of 257 bytes', { userName: 'a'.repeat(257) }],
    ['no credential', { credential: undefined }],
    ['an empty token', { credential: { type: 'token', token: '' } }],
    ['an endless token', { credential: { type: 'token', token: 'a'.repeat(8_193) } }],
    ['an empty deviceID', { deviceID: '' }],
    ['an endless platform', { platform: 'a'.repeat(33) }],
  ])('is refused with %s', (_name, fault) => {
    expect(reasonOf(() => readConnectRequest({ ...request, ...fault }))).toContain('connect')
  })

  it('answers with the account', () => {
    expect(readAccount(overTheWire(account), 'ada')).toEqual(account)
  })

  it('is refused an account of another user', () => {
    expect(reasonOf(() => readAccount(account, 'bob'))).toContain('account')
  })

  it('OL-07 keeps public fields of at most 10 keys, and no private one', () => {
    const key = { kty: 'OKP', x: 'public', d: 'private', key_ops: ['verify'] }
    expect(readAccount({ ...account, publicKeys: [key] }, 'ada').publicKeys).toEqual([{ kty: 'OKP', x: 'public' }])
    expect(reasonOf(() => readAccount({ ...account, publicKeys: Array(11).fill(key) }, 'ada'))).toContain('publicKeys')
  })
})
