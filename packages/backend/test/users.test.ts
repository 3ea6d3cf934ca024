import { expect, test } from 'vitest'
import { createWorld, only, peer } from './world.js'

test('OL-03 the name given at a connection becomes the user’s; an absent or empty one changes nothing', async () => {
  const world = await createWorld()
  const admit = (userName?: string) =>
    world.backend.admitUser('ada', { isRegistrationOpen: false, ...(userName !== undefined && { userName }) })
  expect((await admit('Ada L')).userName).toBe('Ada L')
  expect((await admit('')).userName).toBe('Ada L')
  expect((await admit()).userName).toBe('Ada L')
  await expect(admit('é'.repeat(129))).rejects.toMatchObject({ code: 'limit-exceeded' })
})

test('OL-02 who is new is registered when registration is open, by the rule of userIDs', async () => {
  const world = await createWorld()
  const admit = (userID: string, isRegistrationOpen: boolean) => world.backend.admitUser(userID, { isRegistrationOpen })
  await expect(admit('new', false)).rejects.toMatchObject({ code: 'user-unknown' })
  await expect(admit('new', true)).resolves.toMatchObject({ userID: 'new', userName: '' })
  await expect(admit('sp ace', true)).rejects.toMatchObject({ code: 'invalid-argument' })
  await expect(admit('x'.repeat(33), true)).rejects.toMatchObject({ code: 'invalid-argument' })
})

test('an unregistered user is refused and not written to, and keeps the profile', async () => {
  const world = await createWorld()
  await world.send('bob', peer('ada'), 'x')
  await world.backend.unregisterUser('bob')
  await expect(world.backend.admitUser('bob', { isRegistrationOpen: true })).rejects.toMatchObject({
    code: 'user-unknown',
  })
  await expect(world.send('ada', peer('bob'), 'y')).rejects.toMatchObject({ code: 'user-not-found' })
  expect(await world.backend.findUser('bob')).toMatchObject({ userName: 'BOB' })
})

test('OL-17 revoked tokens no longer admit the user, and later ones do', async () => {
  const world = await createWorld()
  const admit = (tokenIssuedAt?: number) =>
    world.backend.admitUser('ada', {
      isRegistrationOpen: false,
      ...(tokenIssuedAt !== undefined && { tokenIssuedAt }),
    })
  const issuedAt = world.now()
  await expect(admit(issuedAt)).resolves.toBeDefined()
  await world.backend.revokeTokens('ada')
  await world.backend.putUser({ userID: 'ada', userName: 'Ada L' })
  await expect(admit(issuedAt)).rejects.toMatchObject({ code: 'token-refused' })
  await expect(admit(issuedAt + 1)).resolves.toBeDefined()
  await expect(admit()).resolves.toBeDefined()
})

test('a changed profile reaches the user’s own log, an unchanged one nothing', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('ada')
  await world.backend.putUser({ userID: 'ada', userAvatarUrl: 'https://acme.example/a.png' })
  const changed = await world.follow('ada', cursor)
  expect(only(changed.changes, 'userChanged')[0]?.user).toMatchObject({
    userName: 'ADA',
    userAvatarUrl: 'https://acme.example/a.png',
  })
  await world.backend.putUser({ userID: 'ada' })
  expect((await world.follow('ada', changed.cursor)).changes).toEqual([])
})

test('queryUsersInfo answers in the order asked and leaves out the unknown', async () => {
  const world = await createWorld()
  const { userList } = await world.perform('ada', 'queryUsersInfo', { userIDs: ['cyd', 'nobody', 'bob', 'cyd'] })
  expect(userList.map(({ userID }) => userID)).toEqual(['cyd', 'bob'])
  await expect(world.perform('ada', 'queryUsersInfo', { userIDs: [] })).rejects.toMatchObject({
    code: 'invalid-argument',
  })
})
