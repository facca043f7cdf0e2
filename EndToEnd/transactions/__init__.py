"""Whether tables keep their promises under load and crashes: transactions in one order, nothing acknowledged lost,
indexes that are what the table is."""
