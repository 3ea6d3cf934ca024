import { expect, test } from 'vitest'
import { codeBlocksOf } from '../check/code-blocks.ts'

test('the ts and tsx blocks of a page are found with their lines, and no others', () => {
  const page = ['# Page', '```ts run', 'one()', 'two()', '```', '```sh', 'npm test', '```', '```tsx', '<p />', '```']
  expect(codeBlocksOf('page.md', page.join('\n'))).toEqual([
    { page: 'page.md', line: 3, language: 'ts', isRun: true, code: 'one()\ntwo()' },
    { page: 'page.md', line: 10, language: 'tsx', isRun: false, code: '<p />' },
  ])
})

test('a block in a list loses its indent, and a fence inside a longer fence is text', () => {
  const page = ['- item', '  ```ts', '  if (a) {', '    b()', '  }', '  ```', '````md', '```ts', 'no()', '```', '````']
  expect(codeBlocksOf('page.md', page.join('\n')).map(({ code }) => code)).toEqual(['if (a) {\n  b()\n}'])
})
