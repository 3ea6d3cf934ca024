import type { OperationParameters, OperationResult, Register } from '@latchkey/core/driver'
import type { MemberGrounds } from './authorisation.js'
import { groupConversationKey } from './conversation-key.js'
import { assertAtMost, assertBytes, assertCount, assertRule, contractLimits } from './limits.js'
import type { OperationContext } from './operation-context.js'
import { putRegister } from './registers.js'

const kind = 'groupAttribute'

/** All of them or, where one is beyond the limits, none. */
export async function updateGroupAttributes(
  context: OperationContext,
  { groupID, attributeList }: OperationParameters<'updateGroupAttributes'>,
): Promise<OperationResult<'updateGroupAttributes'>> {
  assertCount('attributeList.length', attributeList.length, 1, contractLimits.groupAttributes)
  const keys = new Set(attributeList.map(({ key }) => key))
  assertRule('attributeList', 'distinct keys', keys.size === attributeList.length)
  const conversation = { conversationType: 'group', conversationID: groupID } as const
  const registerList: Register[] = []
  for (const { key, text } of attributeList) {
    assertRule('key', 'not empty', key !== '')
    assertBytes('key', key, contractLimits.groupAttributeKeyBytes)
    assertBytes('text', text ?? '', contractLimits.groupAttributeBytes)
    const value = text === undefined ? {} : { value: { text } }
    registerList.push(await putRegister(context, conversation, { kind, key, ...value }))
  }
  const conversationKey = groupConversationKey(groupID)
  const count = await context.reader.countRegisters({ type: 'group', groupID }, kind, { conversationKey })
  assertAtMost('groupAttributes', count, contractLimits.groupAttributes)
  return { registerList }
}

/** Nobody else is told. */
export async function updateGroupAlias(
  context: OperationContext,
  { groupID, groupAlias }: OperationParameters<'updateGroupAlias'>,
  _: MemberGrounds,
): Promise<OperationResult<'updateGroupAlias'>> {
  assertBytes('groupAlias', groupAlias, contractLimits.nameBytes)
  const value = groupAlias === '' ? {} : { value: { text: groupAlias } }
  const owner = { type: 'user', userID: context.userID } as const
  return { registerList: [await putRegister(context, owner, { kind: 'groupAlias', key: groupID, ...value })] }
}
