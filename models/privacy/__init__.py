"""Which personal data stands where, and under what rules: beside the tables, one file per room of operations.

`declaring` says what is declared, `activities` why and by whom data is kept, the other files each table's columns, and
`declared` puts them together. From it follow the register of processing, the notice to the person, what the retention
run forgets, and what somebody gets who asks for their data. A column that stands nowhere here fails tests/house.
"""
