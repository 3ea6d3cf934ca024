import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { ChatLayout } from '../src/index.js'
import { createWorld, mount, sendAll, withAda, type World } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

async function open(width = 360): Promise<World> {
  const world = await createWorld()
  await sendAll(world.bob, withAda, ['Are you there?'])
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />, { width })
  await expect.element(page.getByRole('option', { name: /Bob Hopper/ })).toBeVisible()
  return world
}

const ringing = (name: string) => page.getByRole('region', { name })
const call = () => page.getByRole('button', { name: 'Call Bob Hopper' })

test('a call that comes in is said, answered, and stands in the list of calls', async () => {
  const { bob } = await open()
  await bob.callInvite(['ada'])
  await expect.element(ringing('Bob Hopper calls you')).toBeVisible()
  await page.getByRole('button', { name: 'Accept: Bob Hopper' }).click()
  await expect.element(page.getByText(/^Answered\. Here your app would connect/)).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Calls' }).click()
  await expect
    .element(page.getByText('Latchkey rings and tells who answered. Sound and pictures are up to your app.'))
    .toBeVisible()
  await expect.element(page.getByRole('listitem').filter({ hasText: /Bob Hopper.*Answered/ })).toBeVisible()
})

test('a call is declined, and rings no longer', async () => {
  const { bob } = await open()
  const { callInvitation } = await bob.callInvite(['ada'])
  await page.getByRole('button', { name: 'Decline: Bob Hopper' }).click()
  await expect.element(ringing('Bob Hopper calls you')).not.toBeInTheDocument()
  const { callInvitationList } = await bob.queryCallInvitationList({ count: 1 })
  expect(callInvitationList[0]).toMatchObject({ callID: callInvitation.callID, state: 'ended' })
})

test('a call rings at the other one from the header, and is cancelled', async () => {
  const { bob } = await open(1_200)
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await call().click()
  await expect.element(ringing('You call Bob Hopper')).toBeVisible()
  await vi.waitFor(async () => {
    expect((await bob.queryCallInvitationList({ count: 1 })).callInvitationList[0]?.state).toBe('started')
  })
  await page.getByRole('button', { name: 'Cancel call' }).click()
  await expect.element(ringing('You call Bob Hopper')).not.toBeInTheDocument()
  await vi.waitFor(async () => {
    expect((await bob.queryCallInvitationList({ count: 1 })).callInvitationList[0]?.endReason).toBe('cancelled')
  })
})

test('the caller is told that somebody declined', async () => {
  const { bob } = await open(1_200)
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await call().click()
  await vi.waitFor(async () => {
    const { callInvitationList } = await bob.queryCallInvitationList({ count: 1 })
    await bob.callReject(callInvitationList[0]?.callID ?? '')
  })
  await expect.element(ringing('Bob Hopper: Declined')).toBeVisible()
})

test('OL-12 offline nobody can be called, and the button says why', async () => {
  const { network } = await open(1_200)
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  network.setConnectivity('refused')
  network.cut()
  await expect
    .element(page.getByRole('button', { name: 'Call Bob Hopper – This works when you’re back online' }))
    .toHaveAttribute('aria-disabled', 'true')
})
