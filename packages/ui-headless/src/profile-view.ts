import type { User } from '@latchkey/core'
import { avatarView, type AvatarView } from './avatar.js'
import type { Kit } from './kit.js'
import { offersProfile } from './offered.js'
import { createWritable, derive, type Readable } from './readable.js'
import { createRefresher } from './refresher.js'

/** The signed-in user, as others see them. */
export interface ProfileView {
  /** Empty without a session. */
  readonly userID: string
  readonly name: string
  readonly avatar: AvatarView
  /** Whether the chat was made with `profileFeature`. */
  readonly canEdit: boolean
}

export interface Profile extends Readable<ProfileView> {
  /** Waits for a connection where there is none, and is shown at once. Rejects `invalid-argument`. */
  update(change: { readonly name: string; readonly avatarUrl: string }): Promise<void>
}

export function createProfile({ chat }: Pick<Kit, 'chat'>): Profile {
  const canEdit = offersProfile(chat)
  const user = createWritable<User | undefined>(undefined, () => {
    const refresh = createRefresher(async () => {
      const read = chat.querySelfUserInfo().then(({ selfUserInfo }) => selfUserInfo)
      const next = await read.catch(() => undefined)
      // A database that cannot be read leaves what was shown; without a session nothing may be.
      if (next !== undefined || chat.userID === undefined) user.set(next)
    })
    const stops = [
      chat.on('userInfoUpdated', refresh),
      chat.on('connectionStateChanged', refresh),
      chat.on('storageStateChanged', refresh),
    ]
    refresh()
    return () => {
      for (const stop of stops) stop()
    }
  })
  return {
    ...derive<ProfileView>([user], () => {
      const { userID = chat.userID ?? '', userName = '', userAvatarUrl } = user.getSnapshot() ?? {}
      const name = userName === '' ? userID : userName
      return { userID, name, avatar: avatarView(userID, name, userAvatarUrl), canEdit }
    }),
    async update({ name, avatarUrl }) {
      if (!offersProfile(chat)) return
      await chat.updateUserName(name)
      await chat.updateUserAvatarUrl(avatarUrl)
    },
  }
}
