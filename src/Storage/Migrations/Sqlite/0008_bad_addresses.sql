-- Addresses that no letter reaches are counted on the page of the day: from the index, not from all cases.
create index cases_bad_address on cases (office, is_history) where kind = 'release' and address_grade in ('blank', 'undeliverable', 'unit-missing', 'crowded');
