"""The mails about a question of somebody about their own data, as pages plan them."""

from documents.notices.data_requests import ToldRequest, write_data_request_mail
from models.data_request import DataRequest
from models.operations.accounts.signing_in import Mail
from models.operations.keeping.answering_data_requests import WriteMail
from models.rules.web_addresses import data_request_page
from models.settings import settings


def mail_of(stage: str) -> WriteMail:
    """What writes the mail of this stage (documents.notices.data_requests)."""

    def write(row: DataRequest) -> Mail:
        told = ToldRequest(row.id, row.kind, row.name, row.authority.name, row.due_on, row.state, row.answer,
                           row.extension_reason, data_request_page(settings().base_url, row.id),
                           row.authority.mail_language)  # fmt: skip
        letter = write_data_request_mail(stage, told)
        return Mail(letter.subject, letter.text, letter.language)

    return write
