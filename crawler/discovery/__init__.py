"""Which addresses of a site to ask for, in which order, and when to stop. Pure: pages in, addresses out.

A page's *leads* are the addresses it names with what stands beside them; the *frontier* keeps those still to be
asked for; each *shape* of address has a *budget* of pages that lead to no article.
"""

from crawler.discovery.frontier import Candidate, Frontier
from crawler.discovery.interest import Interest
from crawler.discovery.leads import Lead, leads_of_html
from crawler.discovery.outcome import Answer, Outcome
from crawler.discovery.refusal import refusal_of
from crawler.discovery.scope import Scope
from crawler.discovery.sitemap import leads_of_xml

__all__ = [
    "Answer",
    "Candidate",
    "Frontier",
    "Interest",
    "Lead",
    "Outcome",
    "Scope",
    "leads_of_html",
    "leads_of_xml",
    "refusal_of",
]
