import { errorCodes, errorTexts, isErrorCode, type ErrorCode } from '@latchkey/core/errors'
import { format, resolveConfig } from 'prettier'
import { root } from './check/project.ts'

const path = 'docs/errors.md'

const row = (code: ErrorCode): string => {
  const { meaning, remedy } = errorTexts[code]
  return `| \`${code}\` | ${errorCodes[code] ? 'yes' : 'no'} | ${meaning} | ${remedy} |`
}

const render = async (): Promise<string> => {
  const text = `# Errors

<!-- Generated from packages/core/src/errors/error-texts.ts by \`npm run generate\`: change it there. -->

Every error that Latchkey throws or rejects with is a \`ChatError\`. Decide on its \`code\`, never on its text. Codes are stable.
\`retryable\` says whether the same call may succeed later without the caller changing anything.

| Code | Retryable | Meaning | What to do |
| --- | --- | --- | --- |
${Object.keys(errorCodes).filter(isErrorCode).map(row).join('\n')}
`
  return format(text, { ...(await resolveConfig(`${root}/${path}`)), parser: 'markdown' })
}

/** The page that lists every error code, made from core's own table. */
export const errorsPage = { path, render }
