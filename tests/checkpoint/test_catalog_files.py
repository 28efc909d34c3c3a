"""Where the files of a catalog may lie, and where its links may lead."""

import pytest
from catalog_texts import CATALOG, changed

from checkpoint.catalog import load_catalog
from checkpoint.errors import ModelError

URL = "https://example.org/crayon.zip"


def load(old: str, new: str):
    return load_catalog(changed((old, new)), origin="mine.toml", signature="unsigned")


@pytest.mark.parametrize(
    "path",
    [
        *("../encoder.pt", "a/../../encoder.pt", "/etc/passwd", "C:/encoder.pt", "a//b", "a/", "."),
        *("a\\\\b", "con", "aux.pt", "a:b", "encoder.pt ", "x" * 201, "/".join("a" * 20)),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(path):
    with pytest.raises(ModelError, match="'path' of 'encoder'"):
        load('path = "encoder.pt"', f'path = "{path}"')


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://example.org/crayon.zip",
            "ftp://example.org/a",
            "file:///etc/passwd",
            "crayon.zip",
        ),
        *("https://", "https://[", "javascript:alert(1)", "//example.org/a", "x" * 501),
    ],
)
def test_an_address_that_others_could_change_on_the_way_is_refused(url):
    with pytest.raises(ModelError, match="'url' of 'pack'"):
        load(URL, url)


def test_a_server_on_this_computer_is_taken():
    catalog = load(URL, "http://127.0.0.1:8000/crayon.zip")

    assert catalog.models[1].files["pack"].url == "http://127.0.0.1:8000/crayon.zip"


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/ink", "http://127.0.0.1/ink", "file:///etc/passwd", "javascript:1"),
        *("https://user@example.org/ink", "https://u:p@example.org", "https:ink", "https://a b/"),
        *("data:text/html,hi", "https://example.org:99999/", "calc.exe", "https://a.org/\\u0007"),
    ],
)
def test_a_link_that_a_browser_should_not_open_is_refused(url):
    with pytest.raises(ModelError, match="'url' of number 1 of 'links' of model 'ink'"):
        load("https://example.org/ink", url)


@pytest.mark.parametrize(
    ("old", "key"),
    [('url = "https://example.org/cc-by"', "url"), ('"https://example.org"\n', "homepage")],
)
def test_the_page_of_a_licence_and_the_homepage_are_links_too(old, key):
    with pytest.raises(ModelError, match=f"'{key}' of"):
        load(old, old.replace("https", "http"))


@pytest.mark.parametrize(
    "repository",
    ["models", "me/models/more", "../models", "me/..", "me/mo--dels", "/models", "me/", "-me/a"],
)
def test_a_repository_that_no_hub_has_is_refused(repository):
    with pytest.raises(ModelError, match="no repository"):
        load('"me/models"', f'"{repository}"')


def test_a_file_without_repository_and_url_is_refused():
    with pytest.raises(ModelError, match="neither a repository nor a url"):
        load('repository = "me/models"', "")


@pytest.mark.parametrize("revision", ["../main", "a b", "refs//x", ".", "main?x=1", "a" * 101])
def test_a_revision_that_is_none_is_refused(revision):
    with pytest.raises(ModelError, match="no branch, tag or commit"):
        load('path = "encoder.pt"', f'path = "encoder.pt"\nrevision = "{revision}"')


@pytest.mark.parametrize("revision", ["v1.0", "refs/pr/3", "0123456789abcdef"])
def test_a_revision_is_told(revision):
    catalog = load('path = "encoder.pt"', f'path = "encoder.pt"\nrevision = "{revision}"')

    assert catalog.models[0].files["encoder"].revision == revision


@pytest.mark.parametrize("sha256", ["", "0" * 63, "0" * 65, "g" * 64, "sha256:" + "0" * 64])
def test_a_hash_that_is_none_is_refused(sha256):
    start = CATALOG.index("sha256 = ")
    text = CATALOG[:start] + f'sha256 = "{sha256}"'

    with pytest.raises(ModelError, match="'sha256' of 'pack'"):
        load_catalog(text, origin="mine.toml", signature="unsigned")


def test_a_file_with_a_url_needs_a_hash():
    with pytest.raises(ModelError, match="'pack' of 'files' of model 'crayon' lacks 'sha256'"):
        load_catalog(
            CATALOG[: CATALOG.index("sha256 = ")], origin="mine.toml", signature="unsigned"
        )


def test_a_misspelt_hash_does_not_quietly_protect_nothing():
    with pytest.raises(ModelError, match="'sha265' that means nothing"):
        load("bytes = 53", f'sha265 = "{"0" * 64}"')


@pytest.mark.parametrize("size", ["0", "-1", "1e9", "true", "99999999999999", '"53"'])
def test_a_size_that_is_none_is_refused(size):
    with pytest.raises(ModelError, match="no whole number"):
        load("bytes = 53", f"bytes = {size}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('encoder = "encoder"', ""),
        ('encoder = "encoder"', 'encoder = "encoder"\npack = "encoder"'),
        ('encoder = "encoder"', 'encoder = "encoder"\ndecoder = "encoder"'),
        ('family = "lite"', 'family = "vtoonify_t"\nfiles.encoder = "encoder"'),
    ],
)
def test_a_model_is_made_of_what_its_family_needs(old, new):
    with pytest.raises(ModelError, match="'files' of model"):
        load(old, new)


def test_a_shared_file_must_exist():
    with pytest.raises(ModelError, match="none of the catalog's files"):
        load('encoder = "encoder"', 'encoder = "other"')


def test_two_addresses_for_one_file_are_refused():
    with pytest.raises(ModelError, match="'repository' that means nothing"):
        load('path = "crayon.zip"', 'path = "crayon.zip"\nrepository = "me/models"')


def test_a_file_with_a_url_has_a_name_and_no_path():
    with pytest.raises(ModelError, match="more than a name"):
        load('path = "crayon.zip"', 'path = "packs/crayon.zip"')
