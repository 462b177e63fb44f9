# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases for webhook verifiers: the same for the same seed, of both verdicts, and those of tests/data are up to date."""
import collections
import json
import unittest

from testing import FOLDER, use_test_python

use_test_python("stripe")
import mutate_webhooks  # noqa: E402

KEPT = FOLDER.parents[1] / "data" / "stripe" / "webhook-cases.jsonl"


class Cases(unittest.TestCase):
    def test_kept_ones(self):
        """tests/data/stripe/webhook-cases.jsonl is for tests where the package isn't: mutate_webhooks.py --count 200 made it."""
        kept = [json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(list(mutate_webhooks.cases(len(kept), 1)), kept)

    def test_both_verdicts(self):
        cases = list(mutate_webhooks.cases(3000, 2))
        self.assertNotEqual(cases[:5], list(mutate_webhooks.cases(5, 3)))
        verdicts = collections.Counter(case["valid"] for case in cases)
        self.assertGreater(min(verdicts.values()), 1000)
        self.assertEqual({name for case in cases for name in case["what"].split("+")}, {kind.__name__ for kind in mutate_webhooks.KINDS})

    def test_known_verdicts(self):
        known = {"unchanged": {True}, "flip": {False}, "future": {True}, "wrong_secret": {False}, "no_secrets": {False}, "upper": {False},
                 "age": {True, False}, "several": {True, False}, "rotated": {True}}
        found = collections.defaultdict(set)
        for case in mutate_webhooks.cases(3000, 4):
            found[case["what"]].add(case["valid"])
        for what, verdicts in known.items():
            self.assertEqual(found[what], verdicts, what)


if __name__ == "__main__":
    unittest.main()
