"""What someone typed just before they had to sign in: kept in their session, given back when they return."""

KEY = "kept-answers"
LONGEST_ANSWER = 4000


def keep_answers(request, form_class, *, longest: int = LONGEST_ANSWER) -> None:
    """Keep what was sent for the fields of `form_class`, until the form of this address is shown again."""
    answers = {name: request.POST[name][:longest] for name in form_class.base_fields if name in request.POST}
    if answers:
        request.session[KEY] = {"path": request.path, "answers": answers}


def kept_answers(request) -> dict[str, str]:
    """Return what was kept for the form of this address."""
    kept = request.session.get(KEY) or {}
    return kept["answers"] if kept.get("path") == request.path else {}


def forget_answers(request) -> None:
    request.session.pop(KEY, None)
