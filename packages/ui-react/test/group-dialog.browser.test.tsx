import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatLayout } from '../src/index.js'
import { createWorld, mount, withAda, sendAll, type World } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

const groupID = 'crew'
const dialog = () => page.getByRole('dialog', { name: 'Group info' })
const member = (name: RegExp) => dialog().getByRole('listitem').filter({ hasText: name })

/** A group with Bob in it and Carol outside, as one of them sees it. */
async function openGroup(who: 'ada' | 'bob' = 'ada'): Promise<World> {
  const world = await createWorld()
  await world.network.addUser({ userID: 'carol', userName: 'Carol Danvers' })
  await sendAll(world.bob, withAda, ['Are you there?'])
  await world.ada.createGroup(groupID, { groupName: 'Harbor Run Crew', userIDs: ['bob'] })
  const chat = world[who]
  unmount = await mount(chat, <ChatLayout onLogOut={() => chat.logout()} />)
  await page.getByRole('option', { name: /Harbor Run Crew/ }).click()
  await page.getByRole('button', { name: 'Group info' }).click()
  await expect.element(dialog().getByText('2 members')).toBeVisible()
  return world
}

async function choose(name: string, action: string): Promise<void> {
  await dialog()
    .getByRole('button', { name: `What can be done with ${name}` })
    .click()
  await page.getByRole('menuitem', { name: action }).click()
}

test('the owner makes somebody an admin, mutes them and lets them write again', async () => {
  const { ada } = await openGroup()
  await choose('Bob Hopper', 'Make an admin')
  await expect.element(member(/Bob Hopper.*Admin/)).toBeVisible()
  await choose('Bob Hopper', 'Mute')
  await expect.element(member(/Bob Hopper.*Admin · muted/)).toBeVisible()
  await choose('Bob Hopper', 'Let write again')
  await expect.element(member(/Bob Hopper.*muted/)).not.toBeInTheDocument()
  expect((await ada.queryGroupMemberInfo(groupID, ['bob'])).groupMemberList[0]?.memberRole).toBe('admin')
})

test('people are invited by a press or by their userID, and who is nobody is named', async () => {
  await openGroup()
  await dialog().getByRole('button', { name: 'Invite people' }).click()
  await userEvent.click(dialog().getByRole('textbox', { name: 'Invite people' }))
  await userEvent.keyboard('carol nobody{Enter}')
  await expect.element(dialog().getByRole('alert')).toHaveTextContent('Could not be invited: nobody')
  await dialog().getByRole('button', { name: 'Cancel' }).click()
  await expect.element(member(/Carol Danvers/)).toBeVisible()
})

test('the owner changes name and notice', async () => {
  await openGroup()
  await dialog().getByRole('button', { name: 'Edit group' }).click()
  await dialog().getByRole('textbox', { name: 'Group name' }).fill('Night Run Crew')
  await dialog().getByRole('textbox', { name: 'Notice' }).fill('Thursdays at nine')
  await userEvent.keyboard('{Enter}')
  await expect.element(dialog().getByRole('heading', { name: 'Night Run Crew' })).toBeVisible()
  await expect.element(dialog().getByText('Thursdays at nine')).toBeVisible()
})

test('an empty name is refused in words, and what was written stays', async () => {
  await openGroup()
  await dialog().getByRole('button', { name: 'Edit group' }).click()
  await dialog().getByRole('textbox', { name: 'Group name' }).fill('')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await expect.element(dialog().getByText('That cannot be: it is empty, too long, or no valid ID.')).toBeVisible()
  await expect.element(dialog().getByRole('textbox', { name: 'Group name' })).toHaveValue('')
})

test('a plain member is offered what a plain member may, and nothing else', async () => {
  await openGroup('bob')
  await expect.element(dialog().getByRole('button', { name: 'Invite people' })).toBeVisible()
  for (const name of ['Edit group', 'Mute everybody', 'Dismiss group']) {
    expect(dialog().getByRole('button', { name }).query()).toBeNull()
  }
  await dialog().getByRole('button', { name: 'What can be done with Ada Lovelace' }).click()
  await expect.element(page.getByRole('menuitem', { name: 'Write a message' })).toBeVisible()
  expect(page.getByRole('menuitem').elements()).toHaveLength(1)
})

test('removing somebody asks first', async () => {
  await openGroup()
  await choose('Bob Hopper', 'Remove from the group')
  await page
    .getByRole('dialog', { name: /Bob Hopper/ })
    .getByRole('button', { name: 'Remove from the group' })
    .click()
  await expect.element(dialog().getByText('1 member')).toBeVisible()
  await expect.element(member(/Bob Hopper/)).not.toBeInTheDocument()
})

test('who leaves can read on, and is told why there is no field', async () => {
  await openGroup('bob')
  await dialog().getByRole('button', { name: 'Leave group' }).click()
  await page.getByRole('dialog', { name: 'Leave group' }).getByRole('button', { name: 'Leave group' }).click()
  await vi.waitFor(() => {
    expect(document.querySelector('dialog')).toBeNull()
  })
  await expect.element(page.getByText('You are no longer in this group')).toBeVisible()
})

test('OL-12 offline the members are shown, and what cannot be done says so before it is tried', async () => {
  const { network } = await openGroup()
  network.setConnectivity('refused')
  network.cut()
  await expect.element(dialog().getByText('You can change the group when you’re back online.')).toBeVisible()
  await expect.element(member(/Bob Hopper/)).toBeVisible()
  await expect.element(dialog().getByRole('button', { name: 'Invite people' })).toHaveAttribute('aria-disabled', 'true')
  await dialog().getByRole('button', { name: 'What can be done with Bob Hopper' }).click()
  await expect.element(page.getByRole('menuitem', { name: /Make an admin/ })).toHaveAttribute('aria-disabled', 'true')
  await expect.element(page.getByRole('menuitem', { name: 'Write a message' })).not.toHaveAttribute('aria-disabled')
})
