"""Everything that this app holds of people, told to the registry at start-up."""

from outillerie.privacy import account_holdings, back_office_holdings, kit_holdings


def declare_holdings() -> None:
    """Fill the registry. Erasing follows this order: what points at a row goes before the row."""
    kit_holdings.declare_kits()
    kit_holdings.declare_field()
    kit_holdings.declare_moderation()
    back_office_holdings.declare_pages()
    back_office_holdings.declare_traces()
    account_holdings.declare_relations()
    account_holdings.declare_account()
    for told in (account_holdings, kit_holdings, back_office_holdings):
        told.declare_what_is_not_personal()
