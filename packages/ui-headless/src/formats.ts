import type { Surroundings } from './surroundings.js'
import type { Texts } from './texts.js'

/** Times as people write them. Formatters are made once: making one costs more than using it. */
export interface Formats {
  /** `14:02` */
  clockTime(time: number): string
  /** Today a time, yesterday the word, this week the weekday, else the date. */
  listTime(time: number): string
  /** `Today`, `Yesterday`, or the date in words. */
  dayHeading(time: number): string
  /** A text that is the same for all times of one day in the time zone. */
  dayKey(time: number): string
  /** `640 byte`, `1.4 MB`: in thousands, as people are told elsewhere. */
  fileSize(bytes: number): string
  /** `0:07`, `1:02:03`. */
  duration(durationMs: number): string
}

const dayMs = 86_400_000
const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

export function createFormats({ locale, timeZone, now }: Surroundings, texts: Texts): Formats {
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone })
  const shortDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone })
  const longDate = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone })
  const key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone })
  const sizes = sizeUnits.map((unit, index) => {
    const maximumFractionDigits = index < 2 ? 0 : 1
    return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits })
  })
  const dayKey = (time: number) => key.format(time)
  const isToday = (time: number) => dayKey(time) === dayKey(now())
  const isYesterday = (time: number) => dayKey(time) === dayKey(now() - dayMs)
  return {
    dayKey,
    clockTime: (time) => clock.format(time),
    listTime(time) {
      if (isToday(time)) return clock.format(time)
      if (isYesterday(time)) return texts.yesterday
      return now() - time < 6 * dayMs ? weekday.format(time) : shortDate.format(time)
    },
    dayHeading(time) {
      if (isToday(time)) return texts.today
      return isYesterday(time) ? texts.yesterday : longDate.format(time)
    },
    fileSize(bytes) {
      // What would be rounded up to a thousand is said in the next unit.
      const unit = bytes < 1_000 ? 0 : bytes < 999_500 ? 1 : bytes < 999_950_000 ? 2 : 3
      return sizes[unit]?.format(bytes / 1_000 ** unit) ?? ''
    },
    duration(durationMs) {
      const seconds = Math.round(durationMs / 1_000)
      const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
      const shown = parts[0] === 0 ? parts.slice(1) : parts
      return shown.map((part, index) => String(part).padStart(index === 0 ? 1 : 2, '0')).join(':')
    },
  }
}
