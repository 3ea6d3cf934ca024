import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { ChatLayout, LoginForm } from '../src/index.js'
import { createWorld, mount, sendAll, withAda, withBob, type Theme } from './support/world.js'

const unmounts: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const unmount of unmounts.splice(0)) await unmount()
})

/** What axe finds wrong on the page, one line each; rules for whole documents left out, since a kit is a part of one. */
async function violations(): Promise<readonly string[]> {
  const found = await axe.run(document.querySelector('.lk') ?? document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  })
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  )
}

/** Ada in a conversation that has everything: days, something unread, a draft elsewhere, waiting and failed messages. */
async function openAda(theme: Theme, width: number) {
  const { ada, bob, network } = await createWorld()
  await sendAll(ada, withBob, ['We should take the ferry'])
  await sendAll(bob, withAda, ['Are you there?', 'The ferry leaves at 6:40'])
  await ada.createGroup('crew', { groupName: 'Harbor Run Crew', userIDs: ['bob'] })
  await ada.setConversationDraft({ conversationType: 'group', conversationID: 'crew' }, 'I’ll bring')
  await ada.updateConversationPinnedState(withBob, true)
  await sendAll(ada, { conversationType: 'peer', conversationID: 'nobody' }, ['Hello?'])
  unmounts.push(await mount(ada, <ChatLayout onLogOut={() => ada.logout()} />, { theme, width }))
  return { ada, bob, network }
}

const rooms = [
  ['light', 1_200],
  ['dark', 1_200],
  ['light', 390],
  ['dark', 390],
] as const

test.each(rooms)('axe finds nothing wrong with the conversation list, %s, %i pixels wide', async (theme, width) => {
  await openAda(theme, width)
  await expect.element(page.getByRole('option', { name: /Draft: I’ll bring/ })).toBeVisible()
  expect(await violations()).toEqual([])
})

test.each(rooms)('axe finds nothing wrong with an open conversation, %s, %i pixels wide', async (theme, width) => {
  const { ada, network } = await openAda(theme, width)
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await expect.element(page.getByText('2 new messages')).toBeVisible()
  network.setConnectivity('hung')
  network.cut()
  await ada.sendMessage(withBob, { type: 'text', text: 'Written in a tunnel' })
  await expect.element(page.getByText('Will send when you’re back online')).toBeVisible()
  expect(await violations()).toEqual([])
})

test.each(rooms)('axe finds nothing wrong with a failed message, %s, %i pixels wide', async (theme, width) => {
  await openAda(theme, width)
  await page.getByRole('option', { name: /nobody/ }).click()
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(await violations()).toEqual([])
})

test.each(rooms)('axe finds nothing wrong with signs, a menu and an edit, %s, %i pixels wide', async (theme, width) => {
  const { ada } = await openAda(theme, width)
  const { messageList } = await ada.queryHistoryMessage(withBob, { count: 10 })
  for (const { messageID } of messageList) await ada.addMessageReaction(withBob, messageID, '👍')
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  const own = page.getByRole('article', { name: /^You/ })
  await own.getByText('We should take the ferry').click({ button: 'right' })
  await expect.element(page.getByRole('menu')).toBeVisible()
  expect(await violations()).toEqual([])
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await expect.element(page.getByText('Editing a message')).toBeVisible()
  expect(await violations()).toEqual([])
})

test.each(rooms)('axe finds nothing wrong with the login form, %s, %i pixels wide', async (theme, width) => {
  const { ada } = await createWorld()
  const refuse = () => Promise.reject(new Error('refused'))
  unmounts.push(
    await mount(ada, <LoginForm userID="ada" note="You are signed out" onLogIn={refuse} />, { theme, width }),
  )
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect.element(page.getByRole('alert')).toBeVisible()
  expect(await violations()).toEqual([])
})

test.each(rooms)('axe finds nothing wrong with a dialog, %s, %i pixels wide', async (theme, width) => {
  await openAda(theme, width)
  await page.getByRole('button', { name: 'New group' }).click()
  await expect.element(page.getByRole('dialog', { name: 'New group' })).toBeVisible()
  expect(await violations()).toEqual([])
})

test.each(rooms)(
  'axe finds nothing wrong with the menu of a chat and the archive, %s, %i pixels wide',
  async (theme, width) => {
    const { ada } = await openAda(theme, width)
    await ada.updateConversationArchivedState(withBob, true)
    await page.getByRole('option', { name: /nobody/ }).click({ button: 'right' })
    await expect.element(page.getByRole('menu', { name: 'Chat actions' })).toBeVisible()
    expect(await violations()).toEqual([])
    await page.getByRole('menuitem', { name: 'Mark as unread' }).click()
    await page.getByRole('button', { name: /Archived/ }).click()
    await expect.element(page.getByRole('option', { name: /Bob Hopper/ })).toBeVisible()
    expect(await violations()).toEqual([])
  },
)

test.each(rooms)('axe finds nothing wrong with a group and a form in it, %s, %i pixels wide', async (theme, width) => {
  await openAda(theme, width)
  await page.getByRole('option', { name: /Harbor Run Crew/ }).click()
  await page.getByRole('button', { name: 'Group info' }).click()
  await page.getByRole('button', { name: 'What can be done with Bob Hopper' }).click()
  expect(await violations()).toEqual([])
  await page.getByRole('menuitem', { name: 'Mute' }).click()
  await page.getByRole('button', { name: 'Invite people' }).click()
  expect(await violations()).toEqual([])
})

test.each(rooms)('axe finds nothing wrong with contacts and a call, %s, %i pixels wide', async (theme, width) => {
  const { ada, bob } = await openAda(theme, width)
  await bob.sendFriendApplication('ada', { wording: 'It is Bob' })
  await ada.addUsersToBlacklist(['carol'])
  await page.getByRole('button', { name: /Contacts/ }).click()
  await expect.element(page.getByText('It is Bob')).toBeVisible()
  await bob.callInvite(['ada'])
  await expect.element(page.getByRole('region', { name: 'Bob Hopper calls you' })).toBeVisible()
  expect(await violations()).toEqual([])
  await page.getByRole('button', { name: 'Calls' }).click()
  await page.getByRole('button', { name: 'Decline: Bob Hopper' }).click()
  await expect.element(page.getByText(/You declined/)).toBeVisible()
  expect(await violations()).toEqual([])
})

test('axe is at work: a picture without words is found', async () => {
  const { ada } = await createWorld()
  const picture = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='
  unmounts.push(await mount(ada, <img src={picture} />, { theme: 'light', width: 390 }))
  expect((await violations()).join()).toContain('image-alt')
})
