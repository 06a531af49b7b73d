"""The choice list of objectives: what people want from a network, in the words of real requests and charters.

Sources: seeds 000 and 002, and the house rules of bin-plp.be, Zemst and Elewijt (domain.md 2.7). None of them promises
fewer burglaries: research found no proof of that (UGent 2020).
"""

OBJECTIVES = {
    "safety_feeling": "het algemeen veiligheidsgevoel verhogen",
    "social_cohesion": "de sociale samenhang versterken",
    "prevention": "de preventiegedachte verspreiden",
    "crime_prevention": "helpen om misdrijven te voorkomen",
    "information_exchange": "informatie uitwisselen tussen bewoners en politie",
    "reporting": "meer en betere meldingen aan de politie",
    "lower_threshold": "de drempel tussen burger en politie verlagen",
    "fire_safety": "brandveiligheid en CO-preventie bevorderen",
    "general_safety": "de algemene veiligheid in de buurt bevorderen",
}
