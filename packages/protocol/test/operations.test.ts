import { describe, expect, it } from 'vitest'
import { isOperationName, operationNames, readOperationResult } from '../src/operations.js'
import { readOperationRequest } from '../src/operation-requests.js'
import { reasonOf } from './reason-of.js'
import { operations, overTheWire } from './samples.js'

const operationID = '0193a6f0-7a4e-7c1b-9d55-0d6a2c7b1f10'

describe('operations', () => {
  it.each(operationNames)('%s reads back as it was', (name) => {
    const { parameters, result } = operations[name]
    expect(readOperationRequest(name, overTheWire({ operationID, ...parameters }))).toEqual({ operationID, parameters })
    expect(readOperationResult(name, overTheWire(result))).toEqual(result)
  })

  it.each(operationNames)('%s is refused without an operationID, without parameters and without a result', (name) => {
    expect(reasonOf(() => readOperationRequest(name, operations[name].parameters))).toContain(name)
    expect(reasonOf(() => readOperationRequest(name, { operationID }))).toContain(name)
    expect(reasonOf(() => readOperationRequest(name, undefined))).toContain(name)
    expect(reasonOf(() => readOperationResult(name, {}))).toContain(name)
  })

  it('have names of their own, not those of every object', () => {
    expect(isOperationName('sendMessage')).toBe(true)
    expect(isOperationName('toString')).toBe(false)
    expect(isOperationName('pull')).toBe(false)
  })

  it('on registers answer 1 to 100 of a known kind', () => {
    const [register] = operations.setUserBlocked.result.registerList
    const read = (registerList: readonly unknown[]) => () => readOperationResult('setUserBlocked', { registerList })
    expect(read(Array(100).fill(register))().registerList).toHaveLength(100)
    expect(reasonOf(read([]))).toContain('min_length')
    expect(reasonOf(read(Array(101).fill(register)))).toContain('max_length')
    expect(reasonOf(read([{ ...register, kind: 'pinnedStone' }]))).toContain('registerList.0 breaks the rule kind')
  })

  it.each([
    ['callInvite', { ...operations.callInvite.parameters, invitees: [] }],
    ['callInvite', { ...operations.callInvite.parameters, invitees: Array(10).fill('bob') }],
    ['callInvite', { ...operations.callInvite.parameters, timeoutSeconds: 0 }],
    ['callInvite', { ...operations.callInvite.parameters, timeoutSeconds: 601 }],
    ['createGroup', { ...operations.createGroup.parameters, userIDs: Array(101).fill('bob') }],
    ['createGroup', { ...operations.createGroup.parameters, groupName: 'ü'.repeat(129) }],
    ['queryUsersInfo', { userIDs: [] }],
    ['queryGroupMemberList', { groupID: 'rowing', count: 101 }],
    ['sendMessage', { ...operations.sendMessage.parameters, content: { type: 'poll' } }],
    ['sendMessage', { ...operations.sendMessage.parameters, sentTime: -1 }],
    ['renewToken', { token: '' }],
    ['setUserBlocked', { userID: 'e ve', isBlocked: true }],
    ['setUserBlocked', { userID: 'eve', isBlocked: 1 }],
  ] as const)('%s keeps its bounds (%#)', (name, parameters) => {
    expect(reasonOf(() => readOperationRequest(name, { operationID, ...parameters }))).toContain(name)
  })
})
