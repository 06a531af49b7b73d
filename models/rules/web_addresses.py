"""Where the pages are that letters and mails point to. `tests/house` holds these against the routes of the web app."""

CASE_PAGE = "/dossier/{number}"
NETWORK_PAGE = "/netwerken/{slug}"
SIGNING_PAGE = "/tekenen/{token}"
QUOTE_PAGE = "/citaat/{token}"
ADVICE_PAGE = "/advies/{token}"
ASKED_OPINION_PAGE = "/adviezen/{opinion_id}"
SUPPORT_PAGE = "/steun/{number}"
PARTICIPANT_PAGE = "/steun/{number}/gegevens"
REPLY_PAGE = "/u/{code}"  # short: it is typed from a letter
REPLY_BY_MAIL_PAGE = "/antwoord/{token}"
EVENING_PAGE = "/steun/{number}/infoavond"
CHECK_PAGE = "/controle/{fingerprint}"  # on paper as a QR code; without the fingerprint it is typed
MEMBER_PAGE = "/lid/{token}"
CANDIDATE_PAGE = "/kandidaat/{token}"
MEMBERS_PAGE = "/dossier/{number}/leden"
READ_MESSAGE_PAGE = "/bericht/{token}"  # short: it stands in a text message
SURVEY_PAGE = "/vragenlijst/{token}"
MESSAGES_PAGE = "/dossier/{number}/berichten"
DOCUMENT_PAGE = "/document/{document_id}"
DATA_REQUEST_PAGE = "/gegevensvragen/{request_id}"
ERASURES_PAGE = "/beheer/{slug}/bewaren"


def support_page(base_url: str, number: str) -> str:
    """Where everybody sees the support for a founding and gives their voice; short, to be typed from paper."""
    return base_url.rstrip("/") + SUPPORT_PAGE.format(number=number)


def participant_page(base_url: str, number: str) -> str:
    """Where who has a letter types its code to take part; on the paper form and on screens."""
    return base_url.rstrip("/") + PARTICIPANT_PAGE.format(number=number)


def reply_page(base_url: str, code: str) -> str:
    """Where who got an invitation replies to it, without an account."""
    return base_url.rstrip("/") + REPLY_PAGE.format(code=code)


def advice_page(base_url: str, token: str) -> str:
    """Where an adviser from outside answers."""
    return base_url.rstrip("/") + ADVICE_PAGE.format(token=token)


def signing_page(base_url: str, token: str) -> str:
    """Where a partner without an account signs the charter."""
    return base_url.rstrip("/") + SIGNING_PAGE.format(token=token)


def quote_page(base_url: str, token: str) -> str:
    """Where somebody gives a quote for the launch."""
    return base_url.rstrip("/") + QUOTE_PAGE.format(token=token)


def asked_opinion_page(base_url: str, opinion_id: int) -> str:
    """Where an adviser who works here answers, signed in."""
    return base_url.rstrip("/") + ASKED_OPINION_PAGE.format(opinion_id=opinion_id)


def reply_by_mail_page(base_url: str, token: str) -> str:
    """Where who replied without a letter confirms, changes or withdraws the reply."""
    return base_url.rstrip("/") + REPLY_BY_MAIL_PAGE.format(token=token)


def evening_page(base_url: str, number: str) -> str:
    """Where everybody sees the info evening and replies to it."""
    return base_url.rstrip("/") + EVENING_PAGE.format(number=number)


def check_page(base_url: str, fingerprint: str) -> str:
    """Where everybody reads which version of which charter has this fingerprint, and whether it is in force."""
    return base_url.rstrip("/") + CHECK_PAGE.format(fingerprint=fingerprint)


def member_page(base_url: str, token: str) -> str:
    """Where a member confirms, changes, pauses or stops."""
    return base_url.rstrip("/") + MEMBER_PAGE.format(token=token)


def members_page(base_url: str, number: str) -> str:
    """Where a coordinator welcomes members."""
    return base_url.rstrip("/") + MEMBERS_PAGE.format(number=number)


def document_page(base_url: str, document_id: int) -> str:
    """Where a document is read; who may, its audience says."""
    return base_url.rstrip("/") + DOCUMENT_PAGE.format(document_id=document_id)


def case_page(base_url: str, number: str) -> str:
    """The page of a case, for who takes part in it."""
    return base_url.rstrip("/") + CASE_PAGE.format(number=number)


def network_page(base_url: str, slug: str) -> str:
    """The public page of a network that is or was active."""
    return base_url.rstrip("/") + NETWORK_PAGE.format(slug=slug)


def read_message_page(base_url: str, token: str) -> str:
    """Where a member reads a message, and says that they did."""
    return base_url.rstrip("/") + READ_MESSAGE_PAGE.format(token=token)


def survey_page(base_url: str, token: str) -> str:
    """Where a member answers the survey of their network, once."""
    return base_url.rstrip("/") + SURVEY_PAGE.format(token=token)


def messages_page(base_url: str, number: str) -> str:
    """The messages to the members of a network, for who writes them and lets them go."""
    return base_url.rstrip("/") + MESSAGES_PAGE.format(number=number)


def network_or_search(base_url: str, kind: str, slug: str) -> str:
    """Where a member reads on: on the page of their network; where it stopped, in the search for another one."""
    return base_url.rstrip("/") + "/" if kind == "terminate" else network_page(base_url, slug)


def candidate_page(base_url: str, token: str) -> str:
    """Where who was noted as successor of a coordinator agrees, or declines."""
    return base_url.rstrip("/") + CANDIDATE_PAGE.format(token=token)


def erasures_page(base_url: str, slug: str) -> str:
    """What a municipality forgets in the coming months, where its administrator keeps a case longer."""
    return base_url.rstrip("/") + ERASURES_PAGE.format(slug=slug)


def data_request_page(base_url: str, request_id: int) -> str:
    """One question of somebody about their own data, for who answers."""
    return base_url.rstrip("/") + DATA_REQUEST_PAGE.format(request_id=request_id)
