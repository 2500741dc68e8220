"""A spider for each site that has a profile: the agency spider, with the profile's name, start page and knowledge."""

from crawler.sites import PROFILES, Profile
from crawler.spiders.agency import AgencySpider


def _spider_of(profile: Profile) -> type[AgencySpider]:
    class_name = "".join(part.capitalize() for part in profile.name.replace(".", "_").split("_")) + "Spider"
    return type(class_name, (AgencySpider,), {"name": profile.name, "profile": profile, "__module__": __name__})


# Scrapy finds spiders among the names of a module.
globals().update({spider.__name__: spider for spider in map(_spider_of, PROFILES.values()) if spider.profile})
