import DynamoDBModel

/// A number by its text; a text that is none fails the test by being zero.
func number(_ text: String) -> AttributeValue { .number((try? DecimalNumber(parsing: text)) ?? .zero) }
