terms-accepted-label = I have read the terms and accept them
terms-accepted-link = Read the terms
terms-accepted-error = Please accept the terms: without that we can't go on.
terms-accepted-show-title = Our terms
terms-accepted-text = Be kind to each other.
terms-accepted-edit-title = Our terms have changed
terms-accepted-edit-text = Please have a look at them. Once you accept them, you are signed in.
terms-accepted-edit-submit = Accept and go on
