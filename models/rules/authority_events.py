"""The grammar of an authority's journal: a closed list of what its administrators change, and the sentence for people.

A code is noun:past participle and is never renamed. The other names come from the entry's data; what is changed is
kept there before and after.
"""

AUTHORITY_EVENTS: dict[str, str] = {
    "setting:changed": "Instelling ‘{setting}’ gewijzigd van {before} naar {after}.",
    "mandate:given": "Functie toegekend: {function}.",
    "mandate:ended": "Functie beëindigd: {function}.",
    "mandate:arranged": "Herinneringen voor {function}: vaste plaatsvervanger {has_deputy}, hoofd {is_head}.",
    "home:told": "Opgegeven waar wie dit noteerde woont, voor de vier ogen; het adres staat niet in dit logboek.",
    "identity:bound": "Aanmelden via {provider} gekoppeld aan een account van hier: {function}.",
    "identity:unbound": "Aanmelden via {provider} losgekoppeld van een account van hier: {function}.",
    "second_step:added": "Tweede stap toegevoegd aan het account van {function}: {kind}.",
    "second_step:removed": "Tweede stap weggehaald van het account van {function}: {kind}.",
    "sessions:ended": "Op alle toestellen afgemeld: {function}.",
    "second_step:reset_asked": "Gevraagd om de tweede stap van {function} te wissen: {reason}",
    "second_step:reset": "Tweede stap van {function} gewist, gevraagd door iemand anders.",
    "second_step:reset_refused": "Tweede stap van {function} niet gewist, hoewel het gevraagd was.",
    "recovery_codes:made": "Nieuwe herstelcodes gemaakt voor het account van {function}.",
    "recovery_codes:used": "Een herstelcode gebruikt voor het account van {function}.",
    "absence:entered": "Afwezig: {function}, van {first_on} tot en met {last_on}; een collega vervangt.",
    "absence:ended": "Afwezigheid beëindigd voor {function} (van {first_on} tot en met {last_on}).",
    "delegation:entered": "Delegatie door {body} aan {function}: {reference}, van {first_on} tot {last_on}.",
    "delegation:ended": "Delegatie door {body} aan {function} ingetrokken: {reference}, van {first_on}.",
    "text:saved": "Eigen tekst bewaard: {kind}, {part}, versie {version} (standaardtekst: {is_default}).",
    "house_style:saved": "Huisstijl bewaard, versie {version}: naam ‘{name}’, kleur {colour}.",
    "former_street_name:added": "Vroegere naam van {street} toegevoegd: {name}.",
    "former_street_name:removed": "Vroegere naam van {street} verwijderd: {name}.",
    "work:retried": "Mislukt werk opnieuw gevraagd in dossier {number}: {what}.",
    "work:given_up": "Mislukt werk opgegeven in dossier {number}: {what}. De reden staat in het dossier.",
    "api_token:made": "Sleutel voor een programma gemaakt: {name} ({beginning}…), tot en met {ends_on}; mag lezen: "
    "{scopes}.",
    "api_token:revoked": "Sleutel van een programma ingetrokken: {name} ({beginning}…).",
    "webhook:made": "Meldingen aan een programma begonnen: {name}, naar {address}: {events}.",
    "webhook:secret_renewed": "Nieuw geheim gemaakt voor de meldingen aan {name}.",
    "webhook:paused": "Meldingen aan {name} gepauzeerd: ze kwamen dagenlang niet aan.",
    "webhook:resumed": "Meldingen aan {name} hervat.",
    "webhook:ended": "Meldingen aan een programma gestopt: {name}, naar {address}.",
    "case:held": "Gegevens van dossier {number} langer bewaard, tot en met {until}: {reason}",
    "case:let_go": "Gegevens van dossier {number} niet langer bewaard dan de gewone termijn.",
    "case:erased": "Gegevens van dossier {number} gewist na de bewaartermijn: {files} bestanden, {words} teksten in "
    "het logboek. Nummer, verloop en uitkomst blijven.",
    "data_request:asked": "Vraag {number} over persoonsgegevens ontvangen ({kind}); antwoord ten laatste op {due_on}.",
    "data_request:identified": "Vraag {number} over persoonsgegevens: het is zeker wie het vraagt.",
    "data_request:extended": "Vraag {number} over persoonsgegevens verlengd tot {due_on}: {reason}",
    "data_request:granted": "Vraag {number} over persoonsgegevens ingewilligd ({kind}).",
    "data_request:refused": "Vraag {number} over persoonsgegevens geweigerd, met reden aan wie het vroeg ({kind}).",
    "closing_day:added": "Sluitingsdag toegevoegd: {name}, {days}. Termijnen opnieuw berekend: {terms}.",
    "closing_day:removed": "Sluitingsdag verwijderd: {name}, {days}. Termijnen opnieuw berekend: {terms}.",
}
