import { onTestFinished, expect, test } from 'vitest'
import type { ChatWith } from '../../src/chat.js'
import { blacklistFeature } from '../../src/features/blacklist.js'
import { settle } from '../support/test-platform.js'
import { createTabScene } from '../support/tab-scene.js'

type BlacklistChat = ChatWith<readonly [typeof blacklistFeature]>

test('the methods and live queries of a feature work in a tab that follows', async () => {
  const scene = await createTabScene()
  onTestFinished(() => scene.end())
  const features = [blacklistFeature]
  const first = (await scene.openTab({ features })).chat as BlacklistChat
  const follower = await scene.openTab({ features })
  const second = follower.chat as BlacklistChat
  const live = second.live.queryBlacklist({ count: 10 })
  onTestFinished(live.subscribe(() => undefined))
  const { operationList } = await second.addUsersToBlacklist(['bob', 'eve'])
  for (const { operationID } of operationList) await second.whenSettled(operationID)
  await settle()
  expect(await first.checkUserIsInBlacklist('eve')).toEqual({ isUserInBlacklist: true })
  expect(await second.queryBlacklist({ count: 10 })).toEqual(await first.queryBlacklist({ count: 10 }))
  expect(live.getSnapshot().blacklist).toHaveLength(2)
  expect([follower.opened, follower.connections]).toEqual([0, 0])
})
