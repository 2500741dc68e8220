"""The crawler: a Scrapy project that walks agencies' news pages, captures them and extracts documents."""
