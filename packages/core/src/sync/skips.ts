import type { Store } from '../store/store.js'
import type { Update, Writer } from '../store/writer.js'

/** What the transport left out because it did not know it, and what becomes of that once it knows more. */
export interface Skips {
  /** To be called in the batch that stores a page of which something was left out, before it moves the cursor. */
  note(update: Update, options: { readonly isSnapshot: boolean }): Promise<void>
  /**
   * Puts the cursor back to where something was left out first, when the transport knows other types than it did then.
   * Facts are absolute: what was known already comes again and changes nothing.
   */
  rewind(storage: { readonly store: Store; readonly writer: Writer }): Promise<void>
}

export function createSkips(knownTypes: readonly string[]): Skips {
  const changeTypes = knownTypes.toSorted().join()
  return {
    async note({ draft }, { isSnapshot }) {
      // The first place stands: from there on everything is told again.
      if ((await draft.get('meta', ['skipped'])) !== undefined) return
      const row = isSnapshot ? undefined : await draft.get('meta', ['cursor'])
      draft.put('meta', { name: 'skipped', changeTypes, ...(row?.name === 'cursor' ? { cursor: row.cursor } : {}) })
    },

    async rewind({ store, writer }) {
      const skipped = await store.get('meta', ['skipped'])
      if (skipped?.name !== 'skipped' || skipped.changeTypes === changeTypes) return
      await writer.write(async ({ draft }) => {
        const row = await draft.get('meta', ['cursor'])
        if (skipped.cursor === undefined) draft.delete('meta', ['cursor'])
        else if (row?.name === 'cursor') draft.put('meta', { ...row, cursor: skipped.cursor })
        draft.delete('meta', ['skipped'])
      })
    },
  }
}
