import type { GroupAttributeCommands, GroupQueries } from '../contract/groups.js'
import type { LiveQuery, LiveValueSnapshot } from '../contract/live.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import { readRegister, readRegisterList } from '../domain/registers.js'
import type { SessionAccess } from '../domain/session-access.js'
import { createLiveQuery } from '../live/live-query.js'
import { refuseArgument, requireList, requireOptions, requireText, requireUserID } from '../runtime/argument.js'
import type { Store } from '../store/store.js'
import type { LiveFeature } from './feature.js'
import { changeRegisters, requireOwnGroup } from './register-command.js'

type GroupAttributeMethods = GroupAttributeCommands &
  Pick<GroupQueries, 'queryGroupAttributes' | 'queryGroupAllAttributes'>

/** The live twins of its queries. */
export interface GroupAttributeLive {
  queryGroupAllAttributes(groupID: string): LiveQuery<LiveValueSnapshot<GroupQueries['queryGroupAllAttributes']>>
}

const maxAttributes = 10
const maxKeyBytes = 16
const maxTextBytes = 1_024

/** What is noted of a group, by name. */
export const groupAttributesFeature: LiveFeature<GroupAttributeMethods, GroupAttributeLive> = {
  name: 'groupAttributes',

  methods(access, { idRule }) {
    return {
      async setGroupAttributes(groupID, groupAttributes) {
        const wanted = requireUserID('groupID', groupID, idRule)
        const given = Object.entries(requireOptions('groupAttributes', groupAttributes))
        if (given.length < 1 || given.length > maxAttributes) {
          refuseArgument('groupAttributes', `must have 1 to ${String(maxAttributes)} keys`)
        }
        const attributeList = given.map(([key, value]) => ({
          key: requireKey('groupAttributes', key),
          text: requireText(`groupAttributes.${key}`, value, { maxBytes: maxTextBytes }),
        }))
        return updateAttributes(access, wanted, attributeList)
      },

      async deleteGroupAttributes(groupID, keys) {
        const wanted = requireUserID('groupID', groupID, idRule)
        const attributeList = requireKeys(keys).map((key) => ({ key }))
        return updateAttributes(access, wanted, attributeList)
      },

      async queryGroupAttributes(groupID, keys) {
        const wanted = requireUserID('groupID', groupID, idRule)
        const asked = requireKeys(keys)
        const { store } = await access.require().opened()
        const found: [string, string][] = []
        for (const key of asked) {
          const value = await readRegister(store, { kind: 'groupAttribute', conversation: conversationOf(wanted), key })
          if (value !== undefined) found.push([key, value.text])
        }
        return { groupAttributes: Object.fromEntries(found) }
      },

      async queryGroupAllAttributes(groupID) {
        const wanted = requireUserID('groupID', groupID, idRule)
        const { store } = await access.require().opened()
        return readAttributes(store, wanted)
      },
    }
  },

  live: (source, { idRule }) => ({
    queryGroupAllAttributes: (groupID) => liveAttributes(source, groupID, idRule),
  }),
}

function liveAttributes(
  source: Parameters<typeof createLiveQuery>[0],
  groupID: string,
  idRule: TransportDriver['idRule'],
) {
  const wanted = requireUserID('groupID', groupID, idRule)
  return createLiveQuery<{ readonly groupAttributes?: Readonly<Record<string, string>> }>(
    source,
    {
      name: 'queryGroupAllAttributes',
      parameters: [groupID],
      empty: {},
      tables: ['registers'],
      read: (store) => readAttributes(store, wanted),
    },
    1,
  )
}

function updateAttributes(
  access: SessionAccess,
  groupID: string,
  attributeList: readonly { readonly key: string; readonly text?: string }[],
) {
  return changeRegisters(access, 'updateGroupAttributes', async (update) => {
    const conversation = await requireOwnGroup(update, groupID)
    const registerList = attributeList.map(({ key, text }) => {
      const place = { kind: 'groupAttribute', conversation, key } as const
      return text === undefined ? place : { ...place, value: { text } }
    })
    const parameters = { groupID, attributeList }
    return { operation: 'updateGroupAttributes', parameters, lane: conversation, registerList }
  })
}

async function readAttributes(store: Store, groupID: string) {
  // More than there can be once all is sent; what waits may be more than the backend will take.
  const options = { count: 100, conversation: conversationOf(groupID) }
  const { rows } = await readRegisterList(store, 'groupAttribute', options)
  return { groupAttributes: Object.fromEntries(rows.map(({ key, value }) => [key, value.text])) }
}

const conversationOf = (groupID: string) => ({ conversationType: 'group', conversationID: groupID }) as const

function requireKey(argument: string, value: unknown): string {
  return requireText(argument, value, { minBytes: 1, maxBytes: maxKeyBytes })
}

function requireKeys(value: unknown): readonly string[] {
  return requireList('keys', value, requireKey, { maxCount: maxAttributes })
}
