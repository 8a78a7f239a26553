terms-accepted-label = I have read the terms and accept them
terms-accepted-link = Read the terms
terms-accepted-error = Please accept the terms to continue.
terms-accepted-show-title = Our terms
terms-accepted-text = Be kind to each other.
terms-accepted-edit-title = Our terms have changed
terms-accepted-edit-text = Please read them. Accept them to finish signing in.
terms-accepted-edit-submit = Accept and continue
