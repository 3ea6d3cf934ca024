export type { ZimTokenClaims } from './sealed-claims.js'
export { zimTokens, type ZimTokens, type ZimTokensOptions } from './zim-tokens.js'
