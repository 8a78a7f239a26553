# The texts of the demo's own pages, in English.

demo-home-heading = A site with accounts
demo-home-text = This is an actix-web application on pow-core. It works without JavaScript and keeps its data in a separate database.
demo-you-are = You are
demo-signed-in-as = signed in as { $name }
demo-signed-out = signed out
demo-open-protected = Open the members’ page
demo-your-account = Your account
demo-register = Create an account
demo-sign-in = Sign in
demo-try = Things to try
demo-try-sign-out = Sign out, then sign in again. Enter a wrong password first.
demo-try-two = Sign in from a second browser, then change your password in this one. The second browser is signed out.
demo-try-delete = Delete your account, then register again with the same address.
demo-try-protected = You sign in first, then the page opens.
demo-try-common = Register with a common password, such as { $password }.
demo-try-twice = Try to register the same address twice.
demo-try-forgot = Reset a forgotten password
demo-try-mailbox = Read the emails that this site has sent
demo-try-client = Use this site through its JSON
demo-try-language = Choose another language at the bottom of this page.
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
demo-protected-text = Only signed-in users see this page. Other visitors sign in first, then come back here.
demo-back = Back to the home page
demo-client = JSON client
demo-client-text = This page is a script without a framework. It shows each page of this site from its JSON.
demo-mailbox = Mailbox
demo-mailbox-text = All emails that this site has sent, to any address. A real site has no such page.
demo-mailbox-empty = No emails yet.
demo-mailbox-to = to { $to }
demo-mailbox-more = { $count ->
    [one] One older email is in the folder.
   *[other] { $count } older emails are in the folder.
}
demo-mailbox-all = All emails
demo-mail = Email
demo-mail-from = From
demo-mail-to = To
demo-mail-date = Date
demo-mail-html = HTML version
demo-mail-frame = The email as HTML
demo-mail-text = Text version
