import { createProfile } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle } from './support/surroundings.js'
import { createWorld, follow, withAda } from './support/world.js'

test('OL-36 a new name is shown at once, also without a network, and comes to others later', async () => {
  const { kit, network, time, signIn } = await createWorld()
  const profile = createProfile(kit)
  const view = await follow(profile)
  expect(view.now).toMatchObject({ userID: 'ada', name: 'Ada Lovelace', canEdit: true })
  const bob = await signIn('bob')
  await bob.sendMessage(withAda, { type: 'text', text: 'Hello' })
  network.setConnectivity('hung')
  network.cut()
  await profile.update({ name: 'Countess Ada', avatarUrl: 'https://example.org/ada.png' })
  await settle()
  expect(view.now).toMatchObject({ name: 'Countess Ada', avatar: { url: 'https://example.org/ada.png' } })
  network.setConnectivity('up')
  await time.advance(120_000)
  const { userList } = await bob.queryUsersInfo(['ada'], { isQueryFromServer: true })
  expect(userList).toMatchObject([{ userName: 'Countess Ada', userAvatarUrl: 'https://example.org/ada.png' }])
})

test('an empty name is refused, and nothing of one user is shown to the next', async () => {
  const { chat, kit } = await createWorld()
  const profile = createProfile(kit)
  const view = await follow(profile)
  await expect(profile.update({ name: '', avatarUrl: '' })).rejects.toMatchObject({ code: 'invalid-argument' })
  expect(view.now.name).toBe('Ada Lovelace')
  await chat.logout()
  await settle()
  expect(view.now).toMatchObject({ userID: '', name: '' })
})
