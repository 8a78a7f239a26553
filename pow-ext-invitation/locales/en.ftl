# The texts of the extension invitation, in English. An application replaces them key by key.

## Notices
invitation-sent = Your invitation is on its way. It can take a minute to arrive.
invitation-revoked = The invitation has been withdrawn. Its link no longer works.
invitation-not-there = This invitation is no longer open.
invitation-confirm-first = Confirm your email address before you invite people.
invitation-invalid = This invitation no longer works. It was accepted or withdrawn, or it has expired. Ask the person who invited you for a new one.
invitation-used-title = This invitation was already used
invitation-used-text = If you accepted it, your account is ready. Sign in to it.
invitation-accepted = Welcome! Your account is ready.
invitation-accepted-sign-in = Your account is ready. You can sign in in a moment.

## Menu
invitation-menu = Invite people

## The invitation form
invitation-new-title = Invite people
invitation-new-text = Who would you like to invite? We’ll email them a link to create an account.
invitation-new-text-by-hand = Who would you like to invite? Choose their user name. You’ll get a link to share with them.
invitation-new-text-named = Who would you like to invite? Choose their user name.
invitation-new-address-hint = With an email address, we’ll send the link there. Without one, you’ll get the link to share.
invitation-new-address-hint-required = We’ll send the link to this address.
invitation-new-submit = Invite
invitation-too-many = { $count ->
    [one] You have { $count } open invitation, which is the limit. Withdraw it, or wait until it’s accepted.
   *[other] You have { $count } open invitations, which is the limit. Withdraw one, or wait until one is accepted.
}
invitation-too-many-lately = You’ve sent many invitations recently. Wait a while before you send more.

## Open invitations
invitation-open-title = Open invitations
invitation-open-text = These invitations haven’t been accepted yet.
invitation-open-days = { $count ->
    [one] Expires in one day.
   *[other] Expires in { $count } days.
}
invitation-open-hours = { $count ->
    [one] Expires in one hour.
   *[other] Expires in { $count } hours.
}
invitation-open-minutes = { $count ->
    [one] Expires in one minute.
   *[other] Expires in { $count } minutes.
}
invitation-open-unlimited = Doesn’t expire.
invitation-open-again = Send again
invitation-open-again-to = Send again to { $name }
invitation-open-again-by-hand = Show the link
invitation-open-again-by-hand-to = Show the link for { $name }
invitation-open-revoke = Withdraw
invitation-open-revoke-of = Withdraw the invitation to { $name }
invitation-open-newer = Newer invitations
invitation-open-older = Older invitations

## The link to share
invitation-show-title = Your invitation is ready
invitation-show-text = Share this link only with the person you’re inviting. The first person to open it can take the account. You’ll find the link again in your open invitations.
invitation-show-link = Link
invitation-show-new = Invite someone else

## Accepting
invitation-edit-title = Accept your invitation
invitation-edit-inviter = { $inviter } invited you to { $site }.
invitation-edit-text = Choose a password to create your account.
invitation-edit-submit = Create account

## The mail
invitation-mail-subject = You’re invited to { $site }
invitation-mail-text = { $inviter } invited you to { $site }. Open this link to create your account:
invitation-mail-button = Accept the invitation
invitation-mail-ignore = If you weren’t expecting this invitation, you can ignore this email.
