"""Daxinya (Shenzhen Daxinya Translation Co., Ltd.), whose news page this project was founded on.

Only the visible text of one page has been seen, so there are no selectors: extraction rests on the heuristics.
The address could not be verified; ``-a start_url=`` names another.
"""

from crawler.sites.profile import Profile

PROFILE = Profile(
    name="daxinya",
    start_urls=("https://www.daxinya.com/",),
    hosts=("www.daxinya.com", "daxinya.com"),
    zone="Asia/Shanghai",
)
