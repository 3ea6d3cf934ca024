import type { ProfileCommands } from '../contract/users.js'
import type { SessionAccess } from '../domain/session-access.js'
import { requireText } from '../runtime/argument.js'
import type { profileFields } from '../store/self-user.js'
import { enqueueRegister } from '../sync/outbox/enqueue-register.js'
import type { Feature } from './feature.js'

/** What the user says of themselves. */
export const profileFeature: Feature<ProfileCommands> = {
  name: 'profile',

  methods: (access) => ({
    updateUserName: async (userName) =>
      setField(access, 'userName', requireText('userName', userName, { minBytes: 1, maxBytes: 256 })),
    updateUserAvatarUrl: async (userAvatarUrl) =>
      setField(access, 'userAvatarUrl', requireText('userAvatarUrl', userAvatarUrl, { maxBytes: 500 })),
    updateUserExtendedData: async (userExtendedData) =>
      setField(access, 'userExtendedData', requireText('userExtendedData', userExtendedData, { maxBytes: 1_024 })),
  }),
}

async function setField(access: SessionAccess, key: (typeof profileFields)[number], text: string) {
  const session = access.require()
  session.requireOperation('updateUserProfile')
  const { writer, attempts } = await session.opened()
  const operationID = access.newID()
  const isEnqueued = await writer.write((update) =>
    enqueueRegister(
      update,
      {
        operationID,
        operation: 'updateUserProfile',
        parameters: { field: key, text },
        lane: { conversationType: 'peer', conversationID: session.userID },
        registerList: [{ kind: 'profileField', key, value: { text } }],
      },
      attempts,
    ),
  )
  session.wakeOutbox()
  return isEnqueued ? { operationID } : {}
}
