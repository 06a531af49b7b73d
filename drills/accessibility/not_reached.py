"""Pages that the walk does not open, each with the reason. The list may only become shorter (tests/house)."""

_STEP = "a step of signing in that only its own browser sees: tests/browser/test_signing_in_browser.py"
_LEADS_ON = "answers with another address"
_FILE = "a download, of a file that no state of the walk has"

NOT_REACHED: dict[str, str] = {
    "account.stay_signed_in": _LEADS_ON,
    "advisers.download_document": _FILE,
    "advisers.download_upload": _FILE,
    "asked_opinions.download_asked_document": _FILE,
    "asked_opinions.download_asked_upload": _FILE,
    "by_provider.come_back": _LEADS_ON,
    "by_provider.publish_keys": "for the programs of a provider of identities",
    "contributions.show_contribution": "no network of the walk asks a contribution",
    "development.download_attachment": _FILE,
    "door.remove_attendance": "nobody came through the door",
    "house_style.fetch_logo": _FILE,
    "house_style.fetch_style": _FILE,
    "metrics.tell_metrics": "for programs with a token of the settings",
    "newer_standing.move_section": "no standing text became newer than a charter of the walk",
    "own_measures.print_of_member": _FILE,
    "participating.withdraw_data_by_voice": "nobody gave data through the link of their voice",
    "picturing.draw_printed": _FILE,
    "replying.use_reply_link": "nobody replied without a letter",
    "replying.withdraw_by_link": "nobody replied without a letter",
    "privacy.keep_case_longer": "no case of the walk ended long enough ago",
    "resident.confirm_request": "only in the minute after a request was sent",
    "resident.draw_area": _FILE,
    "seats.answer_seat": "every seat was answered",
    "second_step.show_second_step": _STEP,
    "signing.choose_refusal": "leads on where somebody has one line to sign",
    "signing.choose_signature": "leads on where somebody has one line to sign",
    "signing_in.enter_code": _STEP,
    "signing_in.use_sign_in_link": _STEP,
    "steering_group.edit_charter": _LEADS_ON,
}
