import PolicyEngine
import Testing

/// The condition operators for numbers and dates.
@Suite struct NumberAndDateConditionTests {
    static let cases = RuleCase.table(
        #"""
        # NumericEquals compares numbers, not texts
        {"NumericEquals":{"k:x":"10"}}
        k:x=10.0 -> true
        k:x=11 -> false
        k:x=ten -> false
        # NumericNotEquals
        {"NumericNotEquals":{"k:x":10}}
        k:x=10 -> false
        k:x=11 -> true
        none -> true
        # NumericLessThan and NumericGreaterThanEquals
        {"NumericLessThan":{"k:x":100},"NumericGreaterThanEquals":{"k:x":"10"}}
        k:x=9 -> false
        k:x=10 -> true
        k:x=99 -> true
        k:x=100 -> false
        # NumericLessThanEquals, as s3:max-keys is limited
        {"NumericLessThanEquals":{"s3:max-keys":"10"}}
        s3:max-keys=10 -> true
        s3:max-keys=1000 -> false
        none -> false
        # NumericGreaterThan
        {"NumericGreaterThan":{"k:x":"10"}}
        k:x=10 -> false
        k:x=11 -> true
        # DateGreaterThan and DateLessThan
        {"DateGreaterThan":{"aws:CurrentTime":"2026-11-01"},"DateLessThan":{"aws:CurrentTime":"2026-12-01"}}
        aws:CurrentTime=2026-11-21T03:30:00Z -> true
        aws:CurrentTime=2026-12-21T03:30:00Z -> false
        aws:CurrentTime=2026-10-21T03:30:00Z -> false
        # Dates may be seconds of the epoch
        {"DateLessThanEquals":{"aws:EpochTime":"2026-11-21T03:30:00Z"}}
        aws:EpochTime=1795231800 -> true
        aws:EpochTime=1795231801 -> false
        # DateEquals and DateNotEquals
        {"DateEquals":{"k:x":"2026-11-21T03:30Z"},"DateNotEquals":{"k:y":"2026-11-21T03:30:00Z"}}
        k:x=2026-11-21T03:30:00Z k:y=2026-11-21T03:30:01Z -> true
        k:x=2026-11-21T03:30:00Z k:y=2026-11-21T03:30:00Z -> false
        # DateGreaterThanEquals
        {"DateGreaterThanEquals":{"k:x":"2026-11-21T12:30:00+09:00"}}
        k:x=2026-11-21T03:30:00Z -> true
        k:x=2026-11-21T03:29:59Z -> false
        # NumericEquals takes integers and decimals, as text or as JSON's numbers
        {"NumericEquals":{"k:x":[10,"2.5",-3]}}
        k:x=10 -> true
        k:x=10.00 -> true
        k:x=2.50 -> true
        k:x=-3 -> true
        k:x=3 -> false
        none -> false
        # Numbers are compared as numbers: 9 is less than 10
        {"NumericLessThan":{"k:x":"10"}}
        k:x=9 -> true
        k:x=10 -> false
        k:x=9.99 -> true
        k:x=-100 -> true
        none -> false
        # NumericLessThanEquals takes in the limit
        {"NumericLessThanEquals":{"k:x":"10"}}
        k:x=10 -> true
        k:x=10.0 -> true
        k:x=10.01 -> false
        # NumericGreaterThanEquals takes in the limit
        {"NumericGreaterThanEquals":{"k:x":"10"}}
        k:x=10 -> true
        k:x=9.99 -> false
        none -> false
        # NumericGreaterThan with several values wants one of them exceeded: OR
        {"NumericGreaterThan":{"k:x":["10","20"]}}
        k:x=15 -> true
        k:x=10 -> false
        # NumericNotEquals with several values wants none of them: NOR
        {"NumericNotEquals":{"k:x":["10","20"]}}
        k:x=15 -> true
        k:x=10 -> false
        k:x=20.0 -> false
        none -> true
        # A value of the request that is no number compares with none
        {"NumericLessThan":{"k:x":"10"}}
        k:x= -> false
        k:x=abc -> false
        k:x=0x5 -> false
        k:x=nan -> false
        k:x=-inf -> false
        # A value that is no number is not equal, so that NumericNotEquals holds
        {"NumericNotEquals":{"k:x":"10"}}
        k:x=ten -> true
        # NumericLessThanIfExists holds without the key
        {"NumericLessThanIfExists":{"aws:MultiFactorAuthAge":"3600"}}
        aws:MultiFactorAuthAge=10 -> true
        aws:MultiFactorAuthAge=3600 -> false
        none -> true
        # The age of a multi-factor sign-in, which sessions without one do not have
        {"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}
        aws:MultiFactorAuthAge=3599 -> true
        none -> false
        # Exponents are numbers
        {"NumericEquals":{"k:x":"1000"}}
        k:x=1e3 -> true
        # A day is its first second, UTC
        {"DateEquals":{"k:x":"2026-11-21"}}
        k:x=2026-11-21T00:00:00Z -> true
        k:x=2026-11-21T00:00:01Z -> false
        none -> false
        # A month is its first second, UTC
        {"DateEquals":{"k:x":"2026-11"}}
        k:x=2026-11-01T00:00:00Z -> true
        k:x=2026-11 -> true
        k:x=2026-12 -> false
        # A time without seconds, with Z or an offset
        {"DateEquals":{"k:x":["2026-11-21T12:30+09:00","2026-11-22T03:30Z"]}}
        k:x=2026-11-21T03:30:00Z -> true
        k:x=2026-11-21T03:30Z -> true
        k:x=2026-11-22T12:30:00+09:00 -> true
        k:x=2026-11-23T03:30:00Z -> false
        # A time with fractions of seconds
        {"DateEquals":{"k:x":"2026-11-21T03:30:00.500Z"}}
        k:x=2026-11-21T03:30:00.5Z -> true
        k:x=2026-11-21T03:30:00Z -> false
        # Offsets east and west of Greenwich are the same moment
        {"DateEquals":{"k:x":"2026-11-21T03:30:00Z"}}
        k:x=2026-11-21T12:30:00+09:00 -> true
        k:x=2026-11-20T22:30:00-05:00 -> true
        k:x=2026-11-21T03:30:00+09:00 -> false
        # Seconds of the epoch in the policy, a date in the request
        {"DateGreaterThan":{"aws:CurrentTime":"1795231800"}}
        aws:CurrentTime=2026-11-21T03:30:01Z -> true
        aws:CurrentTime=2026-11-21T03:30:00Z -> false
        # Seconds of the epoch as JSON's number
        {"DateLessThan":{"aws:CurrentTime":1795231800}}
        aws:CurrentTime=2026-11-21T03:29:59Z -> true
        aws:CurrentTime=2026-11-21T03:30:00Z -> false
        # DateNotEquals holds for other moments, and without the key
        {"DateNotEquals":{"k:x":"2026-11-21T03:30:00Z"}}
        k:x=2026-11-21T03:30:00Z -> false
        k:x=2026-11-21T12:30:00+09:00 -> false
        k:x=2026-11-21T03:30:01Z -> true
        none -> true
        # DateLessThan does not take in the limit, DateLessThanEquals does
        {"DateLessThan":{"k:x":"2026-11-21T03:30:00Z"},"DateLessThanEquals":{"k:y":"2026-11-21T03:30:00Z"}}
        k:x=2026-11-21T03:29:59Z k:y=2026-11-21T03:30:00Z -> true
        k:x=2026-11-21T03:30:00Z k:y=2026-11-21T03:30:00Z -> false
        k:x=2026-11-21T03:29:59Z k:y=2026-11-21T03:30:01Z -> false
        # DateGreaterThan does not take in the limit, DateGreaterThanEquals does
        {"DateGreaterThan":{"k:x":"2026-11-21"},"DateGreaterThanEquals":{"k:y":"2026-11-21"}}
        k:x=2026-11-21T00:00:01Z k:y=2026-11-21T00:00:00Z -> true
        k:x=2026-11-21T00:00:00Z k:y=2026-11-21T00:00:00Z -> false
        # A value of the request that is no date compares with none
        {"DateLessThan":{"k:x":"2026-11-21"}}
        k:x=yesterday -> false
        k:x=21.11.2026 -> false
        k:x=2026-13-01T00:00:00Z -> false
        k:x=2026-02-30 -> false
        k:x= -> false
        # The leap day
        {"DateEquals":{"k:x":"2028-02-29"}}
        k:x=2028-02-29T00:00:00Z -> true
        # The window of a revoked role: sessions issued before are denied
        {"DateLessThan":{"aws:TokenIssueTime":"2026-11-21T03:30:00.000Z"}}
        aws:TokenIssueTime=2026-11-21T03:29:59Z -> true
        aws:TokenIssueTime=2026-11-21T03:30:00Z -> false
        none -> false
        # DateGreaterThanIfExists holds without the key
        {"DateGreaterThanIfExists":{"aws:TokenIssueTime":"2026-11-21"}}
        none -> true
        aws:TokenIssueTime=2026-11-20T00:00:00Z -> false
        """#)

    @Test(arguments: cases) func holds(_ rule: RuleCase) throws { try ConditionTable.check(rule) }
}
