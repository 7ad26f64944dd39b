from wagtail import hooks

from outillerie.pages.actions import forget_pages


@hooks.register("after_edit_page")
@hooks.register("after_publish_page")
@hooks.register("after_unpublish_page")
def show_the_change(request, page):
    forget_pages()


@hooks.register("after_edit_snippet")
def show_the_edited_snippet(request, instance):
    forget_pages()
