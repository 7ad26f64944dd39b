"""The four forms by which a stranger speaks to an account."""

PASSWORD = "une phrase de passe longue"
ENTRIES = ["account_login", "account_login_by_password", "account_signup", "account_reset_password"]


def form_of(kind, address):
    return {
        "account_login": {"email": address},
        "account_login_by_password": {"login": address, "password": "pas la bonne phrase"},
        "account_signup": {"email": address, "first_name": "Noé", "password1": PASSWORD, "terms": "on"},
        "account_reset_password": {"email": address},
    }[kind]
