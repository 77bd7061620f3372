"""What a mail program puts below words is left out, and nothing of what somebody wrote."""

import time

import pytest

from register.words.mail_ends import MailEnd, without_mail_end

NEWS = "Draft sent to Legal, who answer next week."
QUOTED = (
    "From: Gareth Evans <gareth.evans@kent.gov.uk>\nSent: 12 November 2022 10:02\nTo: Jo Bloggs\n"
    "Subject: RE: action 14\n\nAny news? 3 is done.\nTel 03000 411222"
)


@pytest.mark.parametrize(
    "below",
    [
        " Kind regards, Jo Bloggs, Tel 03000 111222",
        "\n\nKind regards,\nJo Bloggs\nSenior Transport Officer\nKent County Council\n"
        "Tel: 03000 411222 | Mob: 07700 900123\n"
        "jo.bloggs@kent.gov.uk\nwww.kent.gov.uk",
        "\n\nKind regards\n\nDr. Jo Bloggs (she/her)\nHead of SEND | CYPE\n"
        "Sessions House, County Road, Maidstone, ME14 1XQ\n"
        "This email and any attachments are confidential and intended solely for the addressee.",
        "\nBest wishes Jo",
        "\nYours sincerely,\nAhmed Khan\nCabinet Member for Transport\nT 03000 411411 ext 12",
        "\nThanks,\nJo Bloggs\n03000 411222",
        "\n--\nJo Bloggs\n03000 411222",
        "\nSent from my iPhone",
        "\n\nSent from my Samsung Galaxy S22",
        "\nGet Outlook for iOS",
        "\nKind regards,\nJo\n\nSent from Outlook for Android",
        *("\nKR\nJo", "\n\nBW,\nJo Bloggs", "\nRgds\nJo", "\nCofion cynnes\nSiân Jones\nSwyddog Trafnidiaeth"),
        *(
            "\nRegards\nJo\nCyngor Gwynedd",
            "\nCofion\nSiân\nTîm Cyfreithiol",
            "\nKR\nJo\nMA MRTPI\n01622 123456",
        ),
        "\nDiolch yn fawr\nSiân Jones\n03000 411222",
        "\nBest,\nJo Bloggs\nPrincipal Solicitor | Invicta Law\n03000 411222",
        "\nSpeak soon\nJo\njo@kent.gov.uk",
        "\nKind regards\nJo Bloggs\nPlanning Permission Officer\nChange and Improvement Team",
        "\n\nJo Bloggs\nTransport Officer\nKent County Council\nTel: 03000 411222",
        "\n\nJo Bloggs | Head of SEND | jo@kent.gov.uk",
    ],
)
def test_a_signature_is_left_out(below: str) -> None:
    assert without_mail_end(NEWS + below) == (NEWS, (MailEnd.SIGNATURE,))
    files = " [file: draft.docx] [picture: form]"
    assert without_mail_end(NEWS + below + files) == (NEWS + files, (MailEnd.SIGNATURE,))


@pytest.mark.parametrize(
    "below",
    [
        f"\n\n{QUOTED}",
        f"\n-----Original Message-----\n{QUOTED}",
        f"\n________________________________\n{QUOTED}",
        "\n\nOn Tue, 12 Nov 2022 at 10:02, Gareth Evans <gareth@kent.gov.uk> wrote:\n> any news?\n>\n> 3 is done",
        "\n\nOn Tue, 12 Nov 2022 at 10:02, Gareth Evans\n<gareth@kent.gov.uk> wrote:\n\nany news?",
    ],
)
def test_a_quoted_mail_is_left_out_with_the_signature_above_it(below: str) -> None:
    assert without_mail_end(NEWS + below) == (NEWS, (MailEnd.QUOTED,))
    signed = f"{NEWS}\nKind regards,\nJo{below}"
    assert without_mail_end(signed) == (NEWS, (MailEnd.QUOTED, MailEnd.SIGNATURE))


@pytest.mark.parametrize(
    "words",
    [
        f"Legal agreed:\n\n{QUOTED}",
        f"See the mail from GET\n\n{QUOTED}",
        QUOTED,
        "Kind regards, Jo Bloggs",
        "Sent from my iPhone",
        "Draft sent from my iPhone last night",
        "Letters\nSent from Outlook mailing list to 200 parents",
        "Draft sent. Kind regards to all in Legal",
        "Draft sent\nKind regards,\nJo\nPS 14 is done too",
        "Draft sent\nKind regards, Jo. Moved to Legal",
        "Draft sent\nKind regards\nJo\nGone for Cabinet",
        "Draft sent\nKind regards\nJo\nMoved for Cabinet",
        "Draft sent\nRegards\nSigned off",
        "Draft sent\nRegards 14, done",
        "Draft sent\nRegards, Jo\nAGS2 Draft",
        "Draft sent\nThanks\nGareth",
        "Draft sent\nBest\nValue For Money",
        "Asked for\nBW\nand colour prints",
        "Draft sent\nMany thanks\nMaria Jones\nMonday",
        "Parents can ring us.\nThanks\n03000 411222",
        "Contact for parents:\nJo Bloggs\nTel 03000 411222",
        "Draft\n--\nFinal",
        "The contact for parents is below\n\nJo Bloggs\nTransport Officer\nTel 03000 411222",
        "New contacts for schools:\n\nJo Bloggs\nTransport Officer\nTel 03000 411222",
        "Draft sent\n\nJo Bloggs\nTransport Officer",
        "Draft sent\n\nAmey Ltd\n03000 411222",
        "Draft sent\n\nJo Bloggs\nOfficer\nTel 03000 411222\nGone for Cabinet",
        "Draft sent\nOn 12 November Legal wrote:\nWe agree",
        "Asked GET.\nOn Tue, 12 Nov 2022 at 10:02, Gareth Evans <g@kent.gov.uk> wrote:\n> is it done?\nYes, it is done",
        "We wrote From: Jo\nto all schools, To: heads",
        "3 done\n14 not yet\nThanks\nJo\n42 sent",
        "New bus route.\nFrom: Maidstone\nTo: Ashford\nDate: 3 March",
        "New bus route.\nFrom: Maidstone\nTo: Ashford\nDate: 3 March\n\nAsk jo@kent.gov.uk",
        "Three bids came in:\n--\nAmey\nSkanska\nwww.balfour.com",
        "Letters sent\nThis message to parents is confidential until Cabinet decides",
        "Footers changed.\nPlease consider the environment before printing is in all mails now",
        *(
            f"Draft sent\nKind regards,\nJo\n{last}"
            for last in (
                *(
                    "On Hold",
                    "ON TRACK",
                    "Amber",
                    "March",
                    "Delivery Slipped",
                    "Budget Shortfall",
                    "School Closure",
                    "Director Approval",
                    "Chief Officer Sign-off",
                    "Planning Officer Vacancy",
                    "Approval From Director",
                    "Sign-off By Head Of Legal Services",
                    "Director Approval Outstanding",
                    "Meeting With Chief Executive",
                ),
                *("Contractor Insolvent", "Tender Withdrawn\n03000 411222", "Head of SEND\nTransport Strike"),
            )
        ),
        *(
            f"{before}\n\nJane Smith\nHead of Transport\n01622 123456"
            for before in (
                "The new lead will be",
                "Agreed with",
                "Contact details for parents",
                "Appointed this week",
            )
        ),
    ],
)
def test_what_may_be_somebodys_own_words_stays(words: str) -> None:
    assert without_mail_end(words) == (words, ())


@pytest.mark.parametrize(
    "words",
    [
        "\n" * 40_000,
        "\non 1 aaaaaa" * 3_000 + "wrote:",
        "Kind regards,\n" * 3_000,
        "From: a to: b " * 3_000,
        "\nfrom: a\nto: b" * 3_000,
        "[file]" * 6_000 + "x",
        "\nSent from my iPhone" * 2_000,
        "x" + ":" * 40_000 + "\nFrom: a\nSent: b\nTo: c",
        "a\nKind regards\n" + "A " * 390,
    ],
)
def test_the_longest_messages_are_read_at_once(words: str) -> None:
    began = time.process_time()
    without_mail_end(words)
    assert time.process_time() - began < 1


LETTER = "Dear Jo,\nWe will finish by March.\nYours sincerely\nSam Poe\nContract Manager\nAmey Ltd"


@pytest.mark.parametrize(
    "words",
    [f"The contractor has answered.\n\n{LETTER}", f"See the letter:\n{LETTER}", f"Amey's reply:\n{LETTER[9:]}"],
)
def test_who_wrote_a_letter_that_is_quoted_stays_and_the_authors_own_signature_does_not(words: str) -> None:
    assert without_mail_end(words) == (words, ())
    signed = f"{words}\n\nKind regards\nJo Bloggs\nTransport Officer"
    assert without_mail_end(signed) == (words, (MailEnd.SIGNATURE,))


def test_a_mail_that_begins_with_dear_is_its_authors_own() -> None:
    assert without_mail_end(LETTER)[0] == "Dear Jo,\nWe will finish by March."
