"""The address register: streets and dwellings, without anybody who lives there."""

from models.privacy.declaring import nothing, table

TABLES = {
    "street": table(nothing("id authority_id external_id name normalised_name postcode neighbourhood dwelling_count "
                            "is_active import_id")),
    "dwelling": table(nothing("id street_id external_id number suffix latitude longitude is_active")),
    "address_import": table(nothing("id authority_id source licence source_date imported_on new_count changed_count "
                                    "gone_count")),
    "former_street_name": table(nothing("id street_id name normalised_name noted_on import_id")),
    "area": table(nothing("id scope boundary_text")),
    "street_segment": table(nothing("id area_id street_id side from_number to_number")),
}  # fmt: skip
