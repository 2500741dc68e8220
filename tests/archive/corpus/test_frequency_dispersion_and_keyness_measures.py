"""The measures against figures worked by hand from the published formulas; the working stands in each test."""

import math

import pytest

from archive.bitext.log_likelihood import log_likelihood
from archive.corpus.frequency_dispersion_and_keyness_measures import (
    Frequency,
    dispersion,
    interval_per_million,
    keyness_log_likelihood,
    log_dice,
    log_ratio,
    mi3,
    per_million,
)


def test_per_million_is_the_share_of_all_words() -> None:
    assert per_million(12, 48_000) == 250
    assert per_million(0, 0) == 0


def test_dispersion_is_half_the_sum_of_differences_of_shares() -> None:
    """Gries (2008): DP = ½ Σ |observed share - expected share| over the parts.

    Five parts of 100, 200, 300, 250 and 150 words: expected .10, .20, .30, .25, .15. A word occurs 2, 3, 0, 4 and 1
    times, 10 in all: observed .2, .3, 0, .4, .1. The differences are .10, .10, .30, .15, .05, sum .70, half .35.
    """
    assert dispersion([(2, 100), (3, 200), (4, 250), (1, 150)], 1000) == pytest.approx(0.35)
    assert dispersion([(2, 100), (3, 200), (0, 300), (4, 250), (1, 150)], 1000) == pytest.approx(0.35)


def test_dispersion_of_the_even_and_of_the_most_uneven() -> None:
    """A word in proportion to each part has DP 0; one in a single part of a tenth has 1 - .1 = .9."""
    assert dispersion([(1, 100), (2, 200), (7, 700)], 1000) == pytest.approx(0)
    assert dispersion([(5, 100)], 1000) == pytest.approx(0.9)


def test_a_frequency_has_all_four_figures() -> None:
    found = Frequency.of_counts([(2, 100), (3, 200), (4, 250), (1, 150)], 1000)
    assert (found.count, found.documents, found.per_million) == (10, 4, 10_000)
    assert found.dispersion == pytest.approx(0.35)
    assert Frequency.of_counts([], 1000) == Frequency(0, 0, 0.0, 0.0)


def test_interval_is_wilsons() -> None:
    """Wilson (1927) with z = 1.96: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).

    10 of 1000: p = .01, z² = 3.8415; p + z²/2n = .01192073; p(1-p)/n = 9.9e-6, z²/4n² = 9.6036e-7, root of the sum
    .00329550, times z .00645906; divided by 1.0038415: .00544067 and .01830944, a million times 5441 and 18309.
    """
    assert interval_per_million(10, 1000) == pytest.approx((5441, 18309), abs=1)


def test_interval_of_nothing_begins_at_nothing() -> None:
    """For p = 0 the formula gives 0 and z²/n / (1 + z²/n): with n = 1000, .0038415 / 1.0038415 = .00382676."""
    assert interval_per_million(0, 1000) == pytest.approx((0, 3826.8), abs=0.1)
    low, high = interval_per_million(5, 5)
    assert low < high == 1_000_000
    with pytest.raises(ValueError, match="empty corpus"):
        interval_per_million(0, 0)


def test_log_likelihood_is_dunnings_over_four_cells() -> None:
    """Dunning (1993), as G² = 2 Σ O ln(O / E), E = row total · column total / N.

    first = 40, second = 50, joint = 20 of N = 200: O = 20, 20, 30, 130; E = 10, 30, 40, 120.
    20 ln 2 = 13.8629; 20 ln (2/3) = -8.1093; 30 ln .75 = -8.6305; 130 ln (13/12) = 10.4056.
    The sum is 7.5287, twice it 15.0574.
    """
    assert log_likelihood(20, 40, 50, 200) == pytest.approx(15.0574, abs=1e-3)


def test_log_likelihood_without_association_or_with_empty_cells() -> None:
    """Where O = E in all cells G² is 0; an empty cell adds 0, as O ln O tends to 0.

    joint = first = second = 10 of 100: O = 10, 0, 0, 90; E = 1, 9, 9, 81: 10 ln 10 + 90 ln (10/9) = 23.0259 + 9.4824.
    """
    assert log_likelihood(10, 40, 50, 200) == pytest.approx(0)
    assert log_likelihood(10, 10, 10, 100) == pytest.approx(2 * (23.0259 + 9.4824), abs=1e-3)
    assert log_likelihood(0, 0, 10, 100) == 0
    assert log_likelihood(100, 100, 100, 100) == 0


def test_log_dice_is_fourteen_and_the_logarithm_of_dice() -> None:
    """Rychlý (2008): 14 + log2(2 f_xy / (f_x + f_y)); 30 of 100 and 140: 14 + log2(60/240) = 14 - 2."""
    assert log_dice(30, 100, 140) == 12


def test_mi3_cubes_the_joint_frequency() -> None:
    """Daille (1994): log2(f_xy³ N / (f_x f_y)); 10 of 50 and 20 of 10 000: log2(1000 · 10 000 / 1000)."""
    assert mi3(10, 50, 20, 10_000) == pytest.approx(math.log2(10_000))


def test_keyness_is_that_of_rayson_and_garside() -> None:
    """Rayson and Garside (2000): E1 = N1 (a + b) / (N1 + N2), E2 likewise; LL = 2 (a ln(a/E1) + b ln(b/E2)).

    a = 30 of N1 = 1000, b = 10 of N2 = 3000: E1 = 1000 · 40 / 4000 = 10, E2 = 30.
    30 ln 3 = 32.9584; 10 ln (1/3) = -10.9861; twice the sum is 43.9445.
    """
    assert keyness_log_likelihood(30, 1000, 10, 3000) == pytest.approx(43.9445, abs=1e-3)
    assert keyness_log_likelihood(10, 1000, 30, 3000) == pytest.approx(0)
    assert keyness_log_likelihood(8, 1000, 0, 1000) == pytest.approx(2 * 8 * math.log(2))


def test_log_ratio_is_the_logarithm_of_relative_frequencies() -> None:
    """Hardie (2014): log2((a/N1) / (b/N2)); 30/1000 over 10/3000 is 9; for b = 0 it takes .5: 8/1000 over .5/1000."""
    assert log_ratio(30, 1000, 10, 3000) == pytest.approx(math.log2(9))
    assert log_ratio(8, 1000, 0, 1000) == 4
