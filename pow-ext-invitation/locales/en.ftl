# The texts of the extension invitation, in English. An application replaces them key by key.

## What happened
invitation-sent = Your invitation is on its way. It can take a minute to arrive.
invitation-revoked = The invitation is taken back. Its link doesn't work any more.
invitation-not-there = This invitation is not open any more.
invitation-invalid = This invitation doesn't work any more: it was accepted or taken back, or it is too old. Ask whoever invited you for a new one.
invitation-accepted = Welcome! Your account is ready.
invitation-accepted-sign-in = Your account is ready. Please sign in in a moment.

## Menu
invitation-menu = Invite people

## Inviting somebody
invitation-new-title = Invite people
invitation-new-text = Whom would you like to invite? We send a link to make an account to this address.
invitation-new-text-by-hand = Whom would you like to invite? You choose the user name, and get a link to hand over.
invitation-new-text-named = Whom would you like to invite? You choose the user name.
invitation-new-address-hint = With an address, we send the link there. Without one, you get it to hand over.
invitation-new-address-hint-required = We send the link there.
invitation-new-submit = Invite
invitation-too-many = { $count ->
    [one] You have { $count } open invitation, and can't have more at a time. Please take it back, or wait until it is accepted.
   *[other] You have { $count } open invitations, and can't have more at a time. Please take one back, or wait until one is accepted.
}
invitation-too-many-lately = You have sent many invitations lately. Please wait a while before you send more.

## Open invitations
invitation-open-title = Open invitations
invitation-open-text = Nobody has accepted these so far.
invitation-open-days = { $count ->
    [one] Works for one more day.
   *[other] Works for { $count } more days.
}
invitation-open-hours = { $count ->
    [one] Works for one more hour.
   *[other] Works for { $count } more hours.
}
invitation-open-minutes = { $count ->
    [one] Works for one more minute.
   *[other] Works for { $count } more minutes.
}
invitation-open-unlimited = Works until it is accepted.
invitation-open-again = Send again
invitation-open-again-to = Send again to { $name }
invitation-open-again-by-hand = Show the link
invitation-open-again-by-hand-to = Show the link for { $name }
invitation-open-revoke = Take back
invitation-open-revoke-of = Take back the invitation to { $name }
invitation-open-newer = Newer invitations
invitation-open-older = Older invitations

## The link to hand over
invitation-show-title = Your invitation is ready
invitation-show-text = Hand this link over to whom you invite, and to nobody else: whoever opens it first can take the account. You find it again in the list of your open invitations.
invitation-show-link = Link
invitation-show-new = Invite somebody else

## Accepting
invitation-edit-title = Accept your invitation
invitation-edit-text = Choose a password to make the account yours.
invitation-edit-submit = Create account

## The mail
invitation-mail-subject = You are invited
invitation-mail-text = { $inviter } invites you to { $site }. To make your account, open this link:
invitation-mail-button = Accept the invitation
invitation-mail-minutes = { $count ->
    [one] It works once, within a minute from now.
   *[other] It works once, for { $count } minutes from now.
}
invitation-mail-hours = { $count ->
    [one] It works once, for one hour from now.
   *[other] It works once, for { $count } hours from now.
}
invitation-mail-days = { $count ->
    [one] It works once, for one day from now.
   *[other] It works once, for { $count } days from now.
}
invitation-mail-unlimited = It works once.
invitation-mail-ignore = If you don't know who sent this, there is nothing to do: without the link nobody can make this account.
