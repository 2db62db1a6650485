"""Reports come in by paste, by files and from a folder; what is read is shown before it is stored, and stored when told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geoevents.model import Document
from geoevents.reading import Post, ReadFailure, split_posts
from geoevents.store.filters import Filter
from geoevents.ui.inbox import pasted, uploaded
from geoevents.ui.launch import PAGE
from geoevents.ui.library import open_library

STRIKE = "A missile hit a market in Kharkiv on Friday, killing at least 3 people, officials said."
FLOOD = "Flooding closed the road to Sumy on Thursday, the mayor said."
HOSTILE = "{{ 7*7 }} ${1} <script>alert(1)</script> [x](javascript:alert(1)) $x^2$ :red[no] `code`"


@dataclass
class Upload:
    """What Streamlit hands over of an uploaded file, as far as it is asked for."""

    name: str
    data: bytes

    def getvalue(self) -> bytes:
        return self.data


@pytest.fixture
def page(tmp_path: Path, use_store: Callable[[Path], None]) -> AppTest:
    """The page on an empty store."""
    use_store(tmp_path / "mine.gpkg")
    return run(AppTest.from_file(str(PAGE), default_timeout=120))


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception, page.exception
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label.startswith(label)).click()
    return run(page)


def texts(page: AppTest) -> str:
    return "\n".join(str(node.proto.body) for node in page.get("html"))


def notes(page: AppTest) -> str:
    return " ".join(info.value for info in page.info).replace("\\", "")


def test_several_posts_in_one_paste_are_parted_on_request_read_and_stored(page: AppTest) -> None:
    page.text_area(key="add_text").set_value(f"{STRIKE}\n---\n{FLOOD}\n---\n")
    page.date_input(key="add_day").set_value(date(2024, 5, 10))
    page.text_input(key="add_publisher").set_value("A channel")
    press(page, "Read it")
    assert page.button(key="store_draft").label == "Store it"  # not asked for: one report
    page.selectbox(key="add_split").set_value("rule")
    press(page, "Read it")
    (drafts,) = [frame.value for frame in page.dataframe if "In the store" in frame.value.columns]
    assert list(drafts["In the store"]) == ["new", "new"]
    assert list(drafts["Publisher"]) == ["A channel", "A channel"]
    assert open_library().total == 0
    press(page, "Store all 2")
    assert "2 reports (2 new)" in notes(page)
    library = open_library()
    assert len(library.reports(9)) == 2
    assert {event.type for event in library.events(Filter(), 9)} >= {"strike"}
    press(page, "Read it")
    (drafts,) = [frame.value for frame in page.dataframe if "In the store" in frame.value.columns]
    assert list(drafts["In the store"]) == ["there already", "there already"]
    press(page, "Store all 2")
    assert "2 there already" in notes(page)


def test_stamps_of_posts_date_them_and_name_their_channels(page: AppTest) -> None:
    page.text_area(key="add_text").set_value(
        f"North, [10.05.2024 09:00]\n{STRIKE}\n\nSouth, [11.05.2024 10:00]\n{FLOOD}\n"
    )
    page.selectbox(key="add_split").set_value("stamp")
    press(page, "Read it")
    (drafts,) = [frame.value for frame in page.dataframe if "In the store" in frame.value.columns]
    assert list(drafts["Published"]) == ["10 May 2024", "11 May 2024"]
    assert list(drafts["Publisher"]) == ["North", "South"]
    assert list(drafts["Date from"]) == ["stated with it", "stated with it"]


def test_a_folder_is_read_with_its_manifest_and_what_fails_is_said(page: AppTest, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text(STRIKE, encoding="utf-8")
    (folder / "two.txt").write_text(FLOOD, encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"PK\x03\x04\x00\x00\x00")
    (folder / "manifest.csv").write_text("file,published,publisher\none.txt,2024-05-10,The Paper\n", encoding="utf-8")
    page.segmented_control(key="add_way").set_value("Folder")
    run(page)
    page.text_input(key="add_folder").set_value(str(folder))
    page.checkbox(key="add_internal").check()
    press(page, "Read it")
    assert any("broken.txt" in error.value.replace("\\", "") for error in page.error)
    (drafts,) = [frame.value for frame in page.dataframe if "In the store" in frame.value.columns]
    assert list(drafts["Published"]) == ["10 May 2024", "unknown"]
    assert list(drafts["Sharing"]) == ["internal", "internal"]
    assert "1 of 2 reports have no publication date" in page.warning[0].value
    press(page, "Store all 2, 1 without a date")
    assert {stored.report.sharing for stored in open_library(internal=True).reports(9)} == {"internal"}
    assert open_library().reports(9) == ()
    assert "Show internal reports" in page.info[-1].value


def test_a_day_that_the_text_allows_is_one_click(page: AppTest) -> None:
    page.text_area(key="add_text").set_value(f"{STRIKE} The flood of 6 May 2024 had ended.")
    press(page, "Read it")
    (offered,) = [pills for pills in page.pills if str(pills.key).startswith("draft_day_")]
    assert offered.options[0] == "Fri 10 May 2024"
    offered.set_value(date(2024, 5, 10))
    run(page)
    assert not page.warning
    assert page.button(key="store_draft").label == "Store it"


def test_the_drafts_bound_each_others_days(page: AppTest, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text(FLOOD, encoding="utf-8")
    (folder / "two.md").write_text(f"---\npublished: 2024-05-09\n---\n{STRIKE}", encoding="utf-8")
    page.segmented_control(key="add_way").set_value("Folder")
    run(page)
    page.text_input(key="add_folder").set_value(str(folder))
    press(page, "Read it")
    (offered,) = [pills for pills in page.pills if str(pills.key).startswith("draft_day_")]
    assert offered.options[0] == "Thu 9 May 2024"
    assert offered.label == "The text and the other reports allow these days; choose one to read it again"


@pytest.mark.parametrize(
    ("way", "said"), [("Paste", "no text yet"), ("Files", "no file yet"), ("Folder", "No folder is named yet")]
)
def test_nothing_given_is_a_sentence(page: AppTest, way: str, said: str) -> None:
    page.segmented_control(key="add_way").set_value(way)
    run(page)
    press(page, "Read it")
    assert said in page.error[0].value


@pytest.mark.parametrize("where", ["/no/such/folder", "\x00", "x" * 5000])
def test_a_folder_that_is_not_there_is_a_sentence(page: AppTest, where: str) -> None:
    page.segmented_control(key="add_way").set_value("Folder")
    run(page)
    page.text_input(key="add_folder").set_value(where)
    press(page, "Read it")
    assert len(page.error) == 1
    assert page.error[0].value.endswith(".")


def test_an_empty_folder_is_a_sentence(page: AppTest, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    page.segmented_control(key="add_way").set_value("Folder")
    run(page)
    page.text_input(key="add_folder").set_value(str(tmp_path / "empty"))
    press(page, "Read it")
    assert len(page.error) == 1


def test_what_was_found_and_what_not_is_shown_with_the_text(page: AppTest) -> None:
    page.text_area(key="add_text").set_value(
        f"{STRIKE}\nThe Kremlin said it would answer. Shells fell on the village of Qwyzzaborivka on 9 May 2024."
    )
    page.date_input(key="add_day").set_value(date(2024, 5, 10))
    press(page, "Read it")
    shown = texts(page)
    assert '<mark class="ge-where">Kharkiv</mark>' in shown
    assert '<mark class="ge-when">on Friday</mark>' in shown or '<mark class="ge-when">Friday</mark>' in shown
    assert "at least 3" in shown
    assert "On the map" in shown
    assert "as a government or force" in shown
    press(page, "Discard")
    assert not [button for button in page.button if button.key == "store_draft"]
    assert open_library().total == 0


def test_hostile_reports_stay_text_before_they_are_stored(page: AppTest) -> None:
    page.text_area(key="add_text").set_value(f"{HOSTILE} {STRIKE}\n***\n{HOSTILE} {FLOOD} {HOSTILE}")
    page.selectbox(key="add_split").set_value("rule")
    page.text_input(key="add_publisher").set_value(HOSTILE)
    press(page, "Read it")
    shown = texts(page)
    assert "<script>" not in shown
    assert "{{ 7*7 }}" in shown
    press(page, "Store all 2")
    assert "<script>" not in texts(page)


def test_the_samples_can_be_read_with_one_click(page: AppTest) -> None:
    assert "No reports yet" in texts(page)
    page.button(key="samples").click()
    run(page)
    assert open_library().total > 10
    assert any("sample reports that come with geoevents" in caption.value for caption in page.caption)


def test_one_post_takes_the_given_day_and_many_their_own() -> None:
    (one,) = pasted((Post("KYIV, May 3, 2024 – A text."),), "A Title!", date(2024, 5, 5))
    assert (one.published, one.published_basis, one.title) == (date(2024, 5, 5), "given", "A Title!")
    assert one.id.startswith("a-title-")
    first, second, third = pasted(
        (Post("A text.", date(2024, 5, 1), "North", "[…]"), Post("KYIV, May 3, 2024 – A text."), Post("B text.")),
        "A Title!",
        date(2024, 5, 5),
    )
    assert [post.published_basis for post in (first, second, third)] == ["metadata", "dateline", "given"]
    assert (first.publisher, first.title) == ("North", None)
    assert len({first.id, second.id, third.id}) == 3
    (odd,) = pasted(split_posts("{{ 7*7 }}", "nothing"))
    assert odd.id.startswith("7-7-")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "upload.txt"),
        (b"  \n", "upload.txt"),
        (b"PK\x03\x04\x00\x00binary\x00", "upload.txt"),
        (b"x" * 2_000_001, "2.0 MB"),
    ],
    ids=["empty", "blank", "binary", "large"],
)
def test_files_that_are_no_text_are_refused_in_a_sentence(data: bytes, said: str, tmp_path: Path) -> None:
    (failure,) = uploaded([Upload("upload.txt", data)], tmp_path)  # type: ignore[list-item]
    assert isinstance(failure, ReadFailure)
    assert said in str(failure.error)
    assert str(tmp_path) not in str(failure.error) + failure.where
    assert str(failure.error).endswith(".")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Zürich\r\nÖl".encode(), "Zürich\nÖl"),
        ("\ufeffKyiv".encode(), "Kyiv"),
        ("Київ сьогодні вранці, як повідомили".encode("cp1251"), "Київ"),
    ],
)
def test_files_in_common_encodings_are_read(data: bytes, text: str, tmp_path: Path) -> None:
    (read,) = uploaded([Upload("upload.txt", data)], tmp_path)  # type: ignore[list-item]
    assert isinstance(read, Document)
    assert read.text.startswith(text)
    assert read.id == "upload"


def test_files_of_one_name_and_names_that_climb_stay_apart_and_inside(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    files = [Upload("a.txt", b"One text."), Upload("a.txt", b"Two texts."), Upload("../../b.txt", b"Three.")]
    found = list(uploaded(files, folder))  # type: ignore[arg-type]
    assert {one.text for one in found if isinstance(one, Document)} == {"One text.", "Two texts.", "Three."}
    assert len({one.id for one in found if isinstance(one, Document)}) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
