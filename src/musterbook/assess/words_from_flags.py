"""Flags and kinds of change -> the words they are printed with."""

from __future__ import annotations

FLAGS = {
    "round_trip": "many pages, one origin: repetition is no confirmation",
    "only_a_party": "told by a party to the conflict only",
    "other_side_silent": "the other side is silent: nobody of the side that it is about has a word",
    "anonymous": "the source is anonymous",
    "no_origin_named": "some pages name no origin",
    "undated": "neither the page nor the claim is dated",
    "term_error": "a term is mistranslated",
    "figure_changed": "the figure was changed on the way",
    "circle": "pages cite each other in a circle",
    "alleged": "told as an allegation only",
    "withdrawn_series": "the series it is from was withdrawn by whoever published it",
    "sum_broken": "figures of the same page do not add up",
}
MUTATIONS = {
    "digit_lost": "a digit was lost or added",
    "digit_swapped": "digits were swapped",
    "year_slip": "told of the wrong year",
    "unit_changed": "what is counted was changed",
    "scope_widened": "a part is told as the whole",
    "scope_changed": "told of another formation",
    "population_changed": "told of other people",
    "cumulative_as_rate": "a total is told as a rate",
    "rate_as_total": "a rate is told as a total",
    "stock_as_flow": "a stock is told as a flow, or the other way round",
    "bound_dropped": "the word that bounds the number was dropped",
    "bound_added": "a word that bounds the number was added",
    "bound_changed": "another word bounds the number",
    "base_changed": "a share of another whole",
    "rounded": "the number is told shorter",
    "made_exact": "the number is told with more digits",
    "period_changed": "told of another time",
    "outcome_changed": "an attempt is told as done",
    "term_mistranslated": "a term was mistranslated on the way",
    "speaker_swapped": "it was put into another's mouth",
    "hedge_lost": "the doubt was dropped",
}
