# The texts of the extension api_tokens, in English. An application replaces them key by key.

## The list
api-tokens-title = API tokens
api-tokens-text = Programs use these tokens to act for you. Revoke a token that you no longer need.
api-tokens-count = { $count ->
    [0] You have no API tokens.
    [one] You have one API token.
   *[other] You have { $count } API tokens.
}
api-tokens-new = Create a token
api-tokens-delete = Revoke this token
api-tokens-expires = Expires { $date }
api-tokens-expires-never = Doesn’t expire
api-tokens-used = Last used { $date }
api-tokens-used-never = Never used
api-tokens-back = Back to the list

## A new token
api-tokens-new-title = New API token
api-tokens-field-name = Name
api-tokens-hint-name = What the token is for, such as “Backup script”
api-tokens-field-scopes = What the token may do
api-tokens-scope = { $scope }
api-tokens-field-expires-in = Valid for (days)
api-tokens-hint-expires-in = 1 to { $max }
api-tokens-hint-expires-never = Leave it empty for a token that doesn’t expire.
api-tokens-new-submit = Create the token
api-tokens-name-required = Enter a name.
api-tokens-name-invalid = Use at most { $max } characters, without line breaks.
api-tokens-scope-required = Choose at least one.
api-tokens-scope-unknown = There’s no such scope.
api-tokens-expires-invalid = Enter a number from 1 to { $max }.
api-tokens-too-many = You have { $max } tokens, which is the limit. Revoke one first.

## Shown once
api-tokens-created-title = Your new token
api-tokens-created-text = Copy it now and keep it like a password. It won’t be shown again.

## Notices
api-tokens-ended = The token is revoked.
api-tokens-not-there = There’s no such token. It may have ended already.

## Answers to programs
api-tokens-unauthorized = The token is missing or invalid.
api-tokens-scope-missing = The token lacks a scope: { $scopes }.
api-tokens-invalid-request = The request for a token is incomplete or contradicts itself.
api-tokens-invalid-grant = The refresh token is invalid or was used before.
api-tokens-invalid-scope = One of the scopes can’t be granted.
api-tokens-sign-in-again = Sign in again, or send the current password.

## The mail about a copied refresh token
api-tokens-mail-subject = A program’s access to your { $site } account was copied
api-tokens-mail-text = Two programs used the same token of your account. One of them may not be yours. Both have lost their access.
api-tokens-mail-what-to-do = Sign in with your own program again. If you don’t know which program this is about, change your password.

## The mail about a new token
api-tokens-mail-created-subject = A new API token for your { $site } account
api-tokens-mail-created-text = An API token was created. A program that has it can use your account.
api-tokens-mail-created-remedy = Revoke the tokens that you don’t know.
