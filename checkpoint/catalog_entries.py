"""Reads the entries of a catalog: licences, files, links, models, names of styles."""

from collections.abc import Mapping, Sequence
from typing import get_args

from checkpoint.catalog_model import CatalogModel, Licence, Link, NamedStyle, Role
from checkpoint.catalog_table import MAX_TEXT, Table
from checkpoint.model import Family
from checkpoint.remote_file import RemoteFile

_PACK: set[Role] = {"pack"}
_EXPORTED: Mapping[Family, set[Role]] = {  # what the exporter needs of each kind of checkpoint
    "vtoonify_d": {"checkpoint", "encoder", "faceparsing", "codes"},
    "vtoonify_t": {"checkpoint", "encoder", "faceparsing"},
}
_T_DEGREE = 1.0  # a VToonify-T has no other


def read_models(catalog: Table) -> tuple[CatalogModel, ...]:
    """Return the models of a catalog; ValueError for the first that cannot be used."""
    reader = _Reader(catalog)
    return tuple(reader.model(entry) for entry in catalog.tables("models"))


def read_named_styles(catalog: Table, models: Sequence[CatalogModel]) -> tuple[NamedStyle, ...]:
    """Return the named styles of a catalog; ValueError for one that no model can have."""
    known = {model.id: model for model in models}
    return tuple(_named_style(entry, known) for entry in catalog.tables("named_styles"))


class _Reader:
    """Reads models; knows what those of a catalog share."""

    def __init__(self, catalog: Table) -> None:
        self._catalog = catalog.id("id")
        self._repository = catalog.optional("repository", catalog.repository) or ""
        self._links = _links(catalog)
        licences = [_licence(entry) for entry in catalog.tables("licences")]
        self._licences = {licence.id: licence for licence in licences}
        if len(self._licences) < len(licences):
            raise ValueError(f"two licences of {catalog.where} have one id")
        shared = catalog.table("files")
        self._shared = {name: self._file(shared.table(name)) for name in shared.keys}

    def model(self, entry: Table) -> CatalogModel:
        """Return one model."""
        model_id, name = entry.id("id"), entry.text("name")
        entry.where = f"model '{model_id}'"
        family: Family = entry.one_of("family", get_args(Family))
        model = CatalogModel(
            id=model_id,
            name=name,
            name_zh=entry.optional("name_zh", entry.text) or name,
            family=family,
            licence=self._licence_of(entry),
            files=self._files(entry, family),
            num_styles=entry.count("num_styles"),
            default_style=entry.id("default_style"),
            fixed_degree=_fixed_degree(entry, family),
            color_transfer=entry.optional("color_transfer", entry.flag) or False,
            aliases=entry.ids("aliases"),
            links=(*_links(entry), *self._links),
            synthetic=entry.optional("synthetic", entry.flag) or False,
            catalog=self._catalog,
        )
        entry.end()
        _check_model(model, entry)
        return model

    def _licence_of(self, entry: Table) -> Licence:
        name = entry.text("licence")
        if name not in self._licences:
            raise entry.wrong("licence", f"is '{name}', which is none of the catalog's licences")
        return self._licences[name]

    def _files(self, entry: Table, family: Family) -> Mapping[Role, RemoteFile]:
        table = entry.table("files")
        ways = [roles for roles in (_EXPORTED.get(family), _PACK) if roles]
        found = next((roles for roles in ways if roles == set(table.keys)), None)
        if table.keys and found is None:
            known = " or ".join(", ".join(sorted(roles)) for roles in ways)
            raise entry.wrong("files", f"are not what a {family} is made of: {known}")
        return {role: self._file_of(table, role) for role in sorted(found or ())}

    def _file_of(self, table: Table, role: Role) -> RemoteFile:
        """Return the file with this role: a shared one by its name, or one of the model's own."""
        named = table.value(role)
        if not isinstance(named, str):
            return self._file(table.table(role))
        if named not in self._shared:
            raise table.wrong(role, f"is {named[:80]!a}, which is none of the catalog's files")
        return self._shared[named]

    def _file(self, table: Table) -> RemoteFile:
        url = table.optional("url", table.download) or ""
        where = {} if url else self._in_repository(table)
        file = RemoteFile(
            path=table.path("path"),
            url=url,
            sha256=table.sha256("sha256") if url else table.optional("sha256", table.sha256),
            num_bytes=table.optional("bytes", table.count),
            approximate_bytes=table.optional("approximate_bytes", table.count),
            **where,
        )
        table.end()
        if url and file.name != file.path:
            raise table.wrong("path", "is more than a name, though there is a url")
        return file

    def _in_repository(self, table: Table) -> dict[str, str]:
        repository = table.optional("repository", table.repository) or self._repository
        if not repository:
            raise ValueError(f"{table.where} has neither a repository nor a url")
        revision = table.optional("revision", table.revision) or "main"
        return {"repository": repository, "revision": revision}


def _fixed_degree(entry: Table, family: Family) -> float | None:
    degree = entry.optional("fixed_degree", entry.degree)
    if family != "vtoonify_t":
        return degree
    if degree not in (None, _T_DEGREE):
        raise entry.wrong("fixed_degree", f"is {degree}, but a vtoonify_t knows {_T_DEGREE} only")
    return _T_DEGREE


def _check_model(model: CatalogModel, entry: Table) -> None:
    if not model.files and not model.links:
        raise ValueError(f"{entry.where} has neither files nor links to get them from")
    _check_style(model, model.default_style, entry, "default_style")


def _check_style(model: CatalogModel, style: str, entry: Table, key: str) -> None:
    """Raise ValueError if VToonify's numbering says that the model cannot have the style."""
    if model.family != "vtoonify_d":
        return
    if not (style.isascii() and style.isdecimal() and style == str(int(style))):
        raise entry.wrong(key, f"is '{style}', but a vtoonify_d numbers its styles: 0, 1, ...")
    if model.num_styles == 1 and style != model.default_style:
        raise entry.wrong(key, f"is {style}, but {model.id} has style {model.default_style} only")
    if model.num_styles > 1 and int(style) >= model.num_styles:
        raise entry.wrong(key, f"is {style}, but {model.id} has {model.num_styles} styles")


def _licence(entry: Table) -> Licence:
    summary = entry.text("summary", limit=MAX_TEXT)
    licence = Licence(
        id=entry.id("id"),
        name=entry.text("name"),
        url=entry.page("url"),
        commercial=entry.flag("commercial"),
        summary=summary,
        summary_zh=(
            entry.text("summary_zh", limit=MAX_TEXT) if "summary_zh" in entry.keys else summary
        ),
    )
    entry.end()
    return licence


def _links(table: Table) -> tuple[Link, ...]:
    links = []
    for entry in table.tables("links"):
        links.append(Link(name=entry.text("name"), url=entry.page("url")))
        entry.end()
    return tuple(links)


def _named_style(entry: Table, models: Mapping[str, CatalogModel]) -> NamedStyle:
    model = models.get(entry.id("model"))
    if model is None:
        raise entry.wrong("model", "is none of the catalog's models")
    style = entry.id("style")
    _check_style(model, style, entry, "style")
    named = NamedStyle(id=entry.id("id"), model=model.id, style=style, degree=model.fixed_degree)
    entry.end()
    return named
