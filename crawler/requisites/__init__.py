"""What an article needs to be shown as it was: style sheets, images, scripts, fonts and icons.

The finders are pure: markup or a style sheet in, addresses out. ``RequisitesMiddleware`` asks for what they find.
"""

from crawler.requisites.page import requisites_of_page
from crawler.requisites.requisite import Kind, Requisite
from crawler.requisites.sheet import requisites_of_sheet

__all__ = ["Kind", "Requisite", "requisites_of_page", "requisites_of_sheet"]
