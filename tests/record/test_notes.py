import base64

import pytest

from pbengine.record.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from pbengine.record.errors import KeyTextError, NoteError
from pbengine.record.keys import Signer, VerifierKey
from pbengine.record.merkle import EMPTY_ROOT
from pbengine.record.notes import open_note, sign_note

# The examples of C2SP signed-note and of Go's golang.org/x/mod/sumdb/note.
FOO = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
FOO_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
PETER = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
ENOCH = VerifierKey.parse("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop")
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
TOWN = Signer("pb.example/main", bytes(range(32)))


def test_the_example_of_the_specification_opens() -> None:
    note = open_note(FOO_NOTE, [FOO])
    assert (note.text, note.signed_by, note.strangers) == ("This is an example message.\n", (FOO,), ())


def test_a_note_of_two_signers_opens_with_the_key_of_either() -> None:
    note = f"{GO_TEXT}\n{PETER_LINE}{ENOCH_LINE}"
    assert open_note(note, [PETER, ENOCH]).signed_by == (PETER, ENOCH)
    only_enoch = open_note(note, [ENOCH])
    assert only_enoch.signed_by == (ENOCH,)
    assert [stranger.name for stranger in only_enoch.strangers] == ["PeterNeumann"]


def test_a_known_signature_that_fails_spoils_the_note_even_beside_a_good_one() -> None:
    broken = ENOCH_LINE.replace("BzmZa0", "BzmZb0")
    note = f"{GO_TEXT}\n{PETER_LINE}{broken}"
    assert open_note(note, [PETER]).signed_by == (PETER,)
    with pytest.raises(NoteError, match="EnochRoot"):
        open_note(note, [PETER, ENOCH])


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    with pytest.raises(NoteError, match="not signed by EnochRoot"):
        open_note(FOO_NOTE, [ENOCH])
    with pytest.raises(NoteError, match="not signed by no key"):
        open_note(FOO_NOTE, [])


def test_text_and_signatures_part_at_the_last_blank_line() -> None:
    note = sign_note("one\n\ntwo\n", TOWN)
    assert open_note(note, [TOWN.key]).text == "one\n\ntwo\n"


def test_the_same_text_and_key_give_the_same_note() -> None:
    assert sign_note("one\n", TOWN) == sign_note("one\n", Signer(TOWN.name, TOWN.seed))


def test_any_changed_bit_of_a_note_is_refused() -> None:
    data = sign_note("one\ntwo\n", TOWN).encode()
    for place in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            try:
                text = bytes(changed).decode()
            except UnicodeDecodeError:
                continue
            with pytest.raises(NoteError):
                open_note(text, [TOWN.key])


def _with_stray_bits() -> str:
    """Change the last base64 character so that the decoded bytes stay the same."""
    note = sign_note("one\n", TOWN)
    name, line = note.rsplit(" ", 1)
    assert line.endswith("=\n")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    stray = line[:-3] + alphabet[alphabet.index(line[-3]) + 1] + "=\n"
    assert base64.b64decode(stray) == base64.b64decode(line)
    return f"{name} {stray}"


@pytest.mark.parametrize(
    "note",
    [
        "",
        "one\n",
        "one\n\n",
        "\n\n" + FOO_NOTE.split("\n\n")[1],
        FOO_NOTE.removesuffix("\n"),
        FOO_NOTE + "\n",
        FOO_NOTE.replace("—", "-"),
        FOO_NOTE.replace("—", "–"),
        FOO_NOTE.replace("— ", "—"),
        FOO_NOTE.replace("— ", "—  "),
        FOO_NOTE.replace("\n", "\r\n"),
        FOO_NOTE.replace("This", "Th\tis"),
        FOO_NOTE.replace("This", "Th\ud800is"),
        FOO_NOTE.replace("=\n", "\n"),
        FOO_NOTE.replace("=\n", "==\n"),
        FOO_NOTE.replace("=\n", "= \n"),
        FOO_NOTE.replace("Uw2Q", "Uw2-"),
        FOO_NOTE + FOO_NOTE.split("\n\n")[1],
        "one\n\n— example.com/foo AAAA\n",
        _with_stray_bits(),
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        open_note(note, [FOO, TOWN.key])


def test_sixteen_signatures_are_taken_and_an_endless_list_is_not() -> None:
    signers = [Signer(f"pb.example/{number}", bytes([number] * 32)) for number in range(101)]
    assert len(open_note(sign_note("one\n", *signers[:16]), [signers[3].key]).strangers) == 15
    with pytest.raises(NoteError, match="more than 100"):
        open_note(sign_note("one\n", *signers), [signers[3].key])
    with pytest.raises(NoteError, match="longer"):
        open_note(sign_note("one" * 400_000 + "\n", TOWN), [TOWN.key])


@pytest.mark.parametrize("text", ["", "\n", "one", "o\0ne\n", "one\r\n", "\ud800\n"])
def test_a_text_that_could_not_be_read_back_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign_note(text, TOWN)


def test_a_note_needs_a_signer() -> None:
    with pytest.raises(NoteError):
        sign_note("one\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "exam ple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "\ud800+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "witness.example/w1+026d0794+BImWL6KPq6r1VCmxE3jmTmOJb5ZgT2lC5G8hBQZT5PgG",
    ],
)
def test_a_text_that_is_no_ed25519_note_key_is_refused(text: str) -> None:
    with pytest.raises(KeyTextError):
        VerifierKey.parse(text)


def test_a_signer_has_a_seed_of_32_bytes_and_does_not_show_it() -> None:
    with pytest.raises(KeyTextError):
        Signer("pb.example/main", bytes(31))
    with pytest.raises(KeyTextError):
        Signer("pb example", bytes(32))
    assert "seed" not in repr(TOWN)


def test_a_checkpoint_is_opened_by_the_key_of_its_log() -> None:
    checkpoint = Checkpoint(TOWN.name, 7, bytes(32))
    assert open_checkpoint(sign_checkpoint(checkpoint, TOWN), TOWN.key) == checkpoint


def test_a_log_signs_for_itself_alone() -> None:
    other = Signer("pb.example/other", TOWN.seed)
    with pytest.raises(NoteError, match="cannot"):
        sign_checkpoint(Checkpoint(TOWN.name, 7, bytes(32)), other)
    forged = sign_note(Checkpoint(TOWN.name, 7, bytes(32)).text, other)
    with pytest.raises(NoteError, match="signed a checkpoint of"):
        open_checkpoint(forged, other.key)


@pytest.mark.parametrize(
    "change",
    [
        ("\n7\n", "\n07\n"),
        ("\n7\n", "\n+7\n"),
        ("\n7\n", "\n7 \n"),
        ("\n7\n", "\n\u0667\n"),
        ("\n7\n", "\n9007199254740992\n"),
        ("\n7\n", "\n-7\n"),
        ("\n7\n", "\n0\n"),
        ("AAA=\n", "AAA=\nextension\n"),
        ("AAA=\n", "\n"),
        ("AAA=\n", "AAB=\n"),
        ("AAA=\n", "AA==\n"),
        ("pb.example/main\n", "\n"),
    ],
)
def test_a_checkpoint_of_any_other_form_is_refused_though_it_is_signed(change: tuple[str, str]) -> None:
    text = Checkpoint(TOWN.name, 7, bytes(32)).text
    changed = text.replace(*change)
    assert changed != text
    with pytest.raises(NoteError):
        open_checkpoint(sign_note(changed, TOWN), TOWN.key)


def test_an_empty_log_has_the_root_of_the_empty_tree() -> None:
    empty = Checkpoint(TOWN.name, 0, EMPTY_ROOT)
    assert open_checkpoint(sign_checkpoint(empty, TOWN), TOWN.key) == empty
