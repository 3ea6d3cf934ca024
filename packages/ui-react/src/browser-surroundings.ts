import type { Surroundings } from '@latchkey/ui-headless'
import { readMedia } from './media-reader.js'

/** The browser's clock, language and word about its network. Touches it when called, not when imported. */
export function browserSurroundings(): Surroundings {
  const { locale, timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return {
    now: () => Date.now(),
    startTimer(delayMs, callback) {
      const timer = setTimeout(callback, delayMs)
      return () => {
        clearTimeout(timer)
      }
    },
    isDeviceOffline: {
      get: () => typeof navigator !== 'undefined' && !navigator.onLine,
      onChange(listener) {
        globalThis.addEventListener('online', listener)
        globalThis.addEventListener('offline', listener)
        return () => {
          globalThis.removeEventListener('online', listener)
          globalThis.removeEventListener('offline', listener)
        }
      },
    },
    locale,
    timeZone,
    readMedia,
  }
}
