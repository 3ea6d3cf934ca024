/** The entry for tools that explain errors: the texts of every code. A client does not need them. */
export { errorCodes, isErrorCode, type ErrorCode } from './errors/error-codes.js'
export { errorTexts, type ErrorText } from './errors/error-texts.js'
