# The texts of the demo's own pages, in English.

demo-home-heading = A site with accounts
demo-home-text = This is an actix-web application on pow-core. What you see works without JavaScript, and what you type goes into a database of its own.
demo-you-are = You are
demo-signed-in-as = signed in as { $name }
demo-signed-out = signed out
demo-open-protected = Open the page for members
demo-your-account = Your account
demo-register = Create an account
demo-sign-in = Sign in
demo-try = Things to try
demo-try-sign-out = Sign out, and back in with a wrong password first.
demo-try-two = Sign in from a second browser, then change your password in this one: the other is signed out.
demo-try-delete = Delete your account, and register with the same address again.
demo-try-protected = It asks you to sign in, and then brings you there.
demo-try-common = Register with a password that everybody uses, such as { $password }.
demo-try-twice = Try to register the same address twice.
demo-try-forgot = Say that you forgot your password
demo-try-mailbox = Read the mails that this site has sent
demo-try-language = Choose another language at the foot of this page.
demo-how = How this demo runs
demo-database = Database
demo-sqlite-file = SQLite, in a file
demo-sqlite-memory = SQLite, in memory
demo-sessions = Sessions are kept in
demo-policy = Policy
demo-extensions = Extensions
demo-none = none
demo-help = This command shows how to change it:
demo-protected = For members
demo-protected-user = protected: { $name }
demo-protected-text = Only people who are signed in see this page. Others are sent to the sign-in, and from there back to here.
demo-back = Back to the home page
demo-mailbox = Mailbox
demo-mailbox-text = Every mail that this site has sent, whoever it was for. A real site has no such page.
demo-mailbox-empty = No mail yet.
demo-mailbox-to = to { $to }
demo-mailbox-more = { $count ->
    [one] And one older one in the folder.
   *[other] And { $count } older ones in the folder.
}
demo-mailbox-all = All mails
demo-mail = A mail
demo-mail-from = From
demo-mail-to = To
demo-mail-date = Date
demo-mail-html = As most people see it
demo-mail-frame = The mail as HTML
demo-mail-text = As text
