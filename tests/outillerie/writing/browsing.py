"""What a browser sends from a page of writing: every field as it is shown, changed as a person would change it."""

from html.parser import HTMLParser

from django.urls import reverse


class Fields(HTMLParser):
    """The values of the form of a page, by name."""

    def __init__(self, form: str):
        super().__init__()
        self.form, self.is_inside = form, False
        self.values: dict[str, list[str]] = {}
        self.select, self.text = None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.is_inside = attrs.get("id") == self.form
        if not self.is_inside:
            return
        if tag == "input" and attrs.get("type") in ("checkbox", "radio"):
            if "checked" in attrs:
                self.add(attrs["name"], attrs.get("value", "on"))
        elif tag == "input":
            self.add(attrs["name"], attrs.get("value", ""))
        elif tag == "textarea":
            self.text = [attrs["name"], ""]
        elif tag == "select":
            self.select = [attrs["name"], None]
        elif tag == "option" and self.select and (self.select[1] is None or "selected" in attrs):
            self.select[1] = attrs.get("value", "")

    def handle_data(self, data):
        if self.text:
            self.text[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.text:
            self.add(self.text[0], self.text[1].removeprefix("\n"))
            self.text = None
        elif tag == "select" and self.select:
            self.add(self.select[0], self.select[1] or "")
            self.select = None

    def add(self, name, value):
        self.values.setdefault(name, []).append(value)


def fields_of(response, form: str = "writing") -> dict[str, list[str]]:
    parser = Fields(form)
    parser.feed(response.content.decode())
    return parser.values


def stage_url(kit, code: str) -> str:
    return reverse(f"writing-{code}", args=[kit.pk])


def opened(client, kit, code: str) -> dict[str, list[str]]:
    """Return what the page of a stage would send back, untouched."""
    response = client.get(stage_url(kit, code))
    assert response.status_code == 200
    return fields_of(response)


def send(client, kit, code: str, fields=None, *, do="stay", **typed):
    """Send a page of writing: `fields` as it was opened (now, if not given), with what is `typed`, and a button."""
    values = (opened(client, kit, code) if fields is None else fields) | plain(typed)
    return client.post(stage_url(kit, code), values | {"do": do})


def autosave(client, kit, code: str, fields, **typed):
    return client.post(stage_url(kit, code), fields | plain(typed), headers={"accept": "application/json"})


def plain(typed: dict) -> dict:
    """Return fields by the names that a page gives them: `steps_0_title` stands for `steps-0-title`."""
    return {row_name(name): value for name, value in typed.items()}


def row_name(name: str) -> str:
    parts = name.split("_", 2)
    return "-".join(parts) if len(parts) == 3 and parts[1].isdigit() else name
