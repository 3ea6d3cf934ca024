import type { Platform, PlatformChannel, PlatformLocks } from '../contract/platform.js'
import { ChatError } from '../errors/chat-error.js'
import { nextTask } from './next-task.js'

/**
 * The platform of browsers, workers and Node. This folder is the only place in core that touches the world; it does so
 * when it is called, never when it is imported.
 */
export function defaultPlatform(): Platform {
  const isBrowser = typeof document !== 'undefined'
  return {
    name: isBrowser ? 'web' : 'node',
    clock: {
      now: () => Date.now(),
      startTimer(delayMs, callback) {
        const timer = setTimeout(callback, delayMs)
        return () => {
          clearTimeout(timer)
        }
      },
    },
    random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
    crypto: {
      async sha256(data) {
        if (typeof crypto.subtle === 'undefined') {
          throw new ChatError('not-supported', {
            message: 'WebCrypto is missing: the page must be served over https or from localhost.',
            details: { feature: 'crypto.subtle' },
          })
        }
        const digest = await crypto.subtle.digest(
          'SHA-256',
          typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data),
        )
        return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      },
    },
    network: { onOnline: (listener) => (isBrowser ? listen(globalThis, 'online', listener) : () => undefined) },
    page: {
      onShow(listener) {
        if (!isBrowser) return () => undefined
        const stopPageShow = listen(globalThis, 'pageshow', listener)
        const stopVisibility = listen(document, 'visibilitychange', () => {
          if (document.visibilityState === 'visible') listener()
        })
        const stopResume = listen(document, 'resume', listener)
        return () => {
          stopPageShow()
          stopVisibility()
          stopResume()
        }
      },
      onHide(listener) {
        if (!isBrowser) return () => undefined
        const stopPageHide = listen(globalThis, 'pagehide', listener)
        const stopVisibility = listen(document, 'visibilitychange', () => {
          if (document.visibilityState === 'hidden') listener()
        })
        return () => {
          stopPageHide()
          stopVisibility()
        }
      },
      onFreeze(listener) {
        if (!isBrowser) return () => undefined
        const stopPageHide = listen(globalThis, 'pagehide', listener)
        const stopFreeze = listen(document, 'freeze', listener)
        return () => {
          stopPageHide()
          stopFreeze()
        }
      },
    },
    locks: isBrowser ? webLocks(navigator.locks) : processLocks(),
    ...(isBrowser ? { openChannel: openBroadcastChannel, letOthersGoFirst: nextTask } : {}),
  }
}

function listen(target: EventTarget, type: string, listener: () => void): () => void {
  target.addEventListener(type, listener)
  return () => {
    target.removeEventListener(type, listener)
  }
}

function openBroadcastChannel(name: string): PlatformChannel {
  const channel = new BroadcastChannel(name)
  return {
    post(message) {
      channel.postMessage(message)
    },
    onMessage(listener) {
      channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        listener(data)
      })
    },
    close() {
      channel.close()
    },
  }
}

/** Node has no tabs: there the storage driver alone says who owns the database. */
function processLocks(): PlatformLocks {
  const acquire = async () => () => undefined
  return { tryAcquire: acquire, acquire }
}

function webLocks(locks: LockManager): PlatformLocks {
  const request = (name: string, options: LockOptions) =>
    new Promise<(() => void) | undefined>((resolve, reject) => {
      // The lock is held for as long as the promise that the callback returns is pending.
      locks
        .request(name, options, (lock) => {
          if (lock === null) {
            resolve(undefined)
            return undefined
          }
          return new Promise<void>((release) => {
            resolve(() => {
              release()
            })
          })
        })
        .catch(reject)
    })
  return {
    tryAcquire: (name) => request(name, { ifAvailable: true }),
    async acquire(name, { signal }) {
      const controller = new AbortController()
      const abort = () => {
        controller.abort()
      }
      signal.addEventListener('abort', abort)
      if (signal.aborted) abort()
      const release = await request(name, { signal: controller.signal })
      if (release === undefined) throw new ChatError('internal-error')
      return release
    },
  }
}
