# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican's writer, which renders pages at the end: in parallel, and only what changed.

``write_file`` queues a page. ``PageRenderer``, the last generator, has the queue
rendered by a process per core. A page whose inputs are those of the last build, and
whose file is still as that build wrote it, stays.
"""

import hashlib
import logging
import os
import traceback
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from jinja2 import Template
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url, sanitised_join
from pelican.writers import Writer

from plugins.contract import NO_FORMER_FILES, BuildProblem, FormerFiles
from plugins.publish.failures import describe
from plugins.publish.foreign_receivers import has_own_plugins_only
from plugins.publish.pages.page_cache import CachedPage
from plugins.publish.pages.page_inputs import PageInputs, digest_of
from plugins.publish.pages.site_inputs import site_inputs
from plugins.publish.pages.template_reads import TemplateReads
from plugins.publish.published_files import PublishedFiles
from plugins.publish.staging import Staging
from storage.child_process import ChildProcess, run_in_process
from storage.files import remove_if_present, write_new_file
from storage.progress import print_counts

# Of a list, and of a redirect: what else such a page shows is the same on all pages.
OWN_VARIABLES = frozenset({"list_page", "target"})
FEW_PAGES = 60  # are rendered sooner than a process is started


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to be written.

    *site* is Pelican's context, shared by all pages; *variables* are the page's own.
    """

    name: str  # path in the site
    path: str  # in the staging folder
    template: Template
    site: dict[str, Any]
    variables: Mapping[str, Any]
    relative_urls: bool

    def context(self) -> dict[str, Any]:
        """Return what the template sees, as Pelican's writer composes it."""
        context = {**self.site, **self.variables, "output_file": self.name}
        if self.relative_urls:
            relative = path_to_url(get_relative_path(self.name))
            context["SITEURL"] = context["localsiteurl"] = relative
        if context.get("localsiteurl"):
            # Pelican's articles read it there when they resolve links.
            self.site["localsiteurl"] = context["localsiteurl"]
        return context | {
            key: self.variables[key] for key in self.variables if key == "SITEURL"
        }


class Written(NamedTuple):
    """A page in the staging folder; without *inputs* the next build renders it."""

    name: str
    sha256: str
    inputs: str | None
    rendered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPages:
    """The pages of the last build, among the files of the published site."""

    files: PublishedFiles
    cached: Mapping[str, CachedPage]

    def unchanged(self, page: Page, inputs: str | None) -> str | None:
        """Return the digest of the published page if it has these inputs, undamaged."""
        cached = self.cached.get(page.name)
        if inputs is None or cached is None or cached.inputs != inputs:
            return None
        return cached.sha256 if self.files.has(page.name, cached.sha256) else None


class PageWriter(Writer):
    """Queues pages, and writes those that changed."""

    def __init__(
        self,
        output_path: str,
        settings: dict[str, Any],
        staging: Staging,
        cached: Mapping[str, CachedPage],
    ) -> None:
        super().__init__(output_path, settings)
        self.staging = staging
        self.published = PublishedPages(files=staging.published, cached=cached)
        self.queue: list[Page] = []
        self.written: list[Written] = []
        self.tasks: list[ChildProcess[Iterable[str]]] = []

    def write_file(  # noqa: PLR0913, PLR0917  # Pelican's signature
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        relative_urls: bool = False,  # noqa: FBT001, FBT002
        paginated: object = None,
        template_name: str | None = None,
        override_output: bool = False,  # noqa: FBT001, FBT002
        url: str | None = None,
        **variables: Any,
    ) -> None:
        """Queue a page; Pelican itself writes paginated and overriding pages."""
        if not name:
            return
        path = self.path_of(name)
        is_paginated = template_name in self.settings["PAGINATED_TEMPLATES"]
        if is_paginated or override_output or path in self._written_files:
            self.write_queue()
            super().write_file(
                *(name, template, context, relative_urls, paginated, template_name),
                override_output=override_output,
                url=url,
                **variables,
            )
            return
        self._written_files.add(path)
        site, own = split_context(context)
        self.queue.append(
            Page(
                name=name,
                path=path,
                template=template,
                site=site,
                variables={**own, **variables},
                relative_urls=relative_urls,
            )
        )

    def path_of(self, name: str) -> str:
        """Return where a page is written.

        Pelican's function refuses a path outside of the folder. Only one with a dot
        before a slash, or an absolute one, can lead there; to ask for all takes longer.
        """
        if name.startswith("/") or "./" in name or "//" in name or os.sep != "/":
            joined: str = sanitised_join(self.output_path, name)
            return joined
        return f"{self.output_path}/{name}"

    def _open_w(self, filename: str, *arguments: Any, **keywords: Any) -> Any:
        """Open a file that may be a link to one of the published site."""
        if filename not in self._written_files:
            remove_if_present(filename)
        return super()._open_w(filename, *arguments, **keywords)

    def retained_files(self, folder: str) -> FormerFiles:
        """Return the files of the last site in *folder* that may stay as they are."""
        if self.staging.is_complete:  # they are in the output folder already
            return NO_FORMER_FILES
        names = (
            name for name in self.staging.unchanged if name.startswith(f"{folder}/")
        )
        return FormerFiles(self.staging.site, frozenset(names))

    def run_beside(self, task: Callable[[], Iterable[str]]) -> None:
        """Run *task*, which writes files of its own, while pages are rendered.

        It returns which of the retained files are not needed any more.
        """
        self.tasks.append(run_in_process(task))

    def finish(self) -> None:
        """Write all queued pages, and wait for what runs beside."""
        self.write_queue()
        self.wait_for_tasks()

    def wait_for_tasks(self) -> None:
        """Wait for what was given to ``run_beside``; raises ``FailedRun``."""
        for task in self.tasks:
            for name in task.result():
                self.staging.unchanged.pop(name, None)

    def write_queue(self) -> None:
        """Write all queued pages, then send Pelican's signal for each."""
        pages, self.queue = self.queue, []
        if not pages:
            return
        site = site_inputs(self.settings, pages[0].site)
        as_read = has_own_plugins_only(self.settings)
        renderer = Renderer(self.published, site, PageInputs(as_read=as_read))
        for written in run_shares(renderer.write_pages, pages):
            self.written += written
            self.staging.keep(
                {page.name: page.sha256 for page in written if not page.rendered}
            )
        if signals.content_written.receivers:
            for page in pages:
                signals.content_written.send(page.path, context=page.context())

    def cacheable_pages(self) -> Iterator[tuple[str, CachedPage]]:
        """Yield the pages that the next build may take over."""
        for page in self.written:
            if page.inputs is not None:
                yield page.name, CachedPage(page.inputs, page.sha256)

    def summary(self) -> str:
        """Return how many pages were rendered, and how many were taken over."""
        rendered = sum(page.rendered for page in self.written)
        unchanged = len(self.written) - rendered
        return f"Pages: {rendered:,} rendered, {unchanged:,} unchanged."


def split_context(
    context: dict[str, Any] | ChainMap[str, Any],
) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """Return the context that all pages share, and a page's own part of it."""
    if isinstance(context, ChainMap):
        site = context.maps[-1]
        return dict(site) if not isinstance(site, dict) else site, context.maps[0]
    return context, {}


class Renderer:
    """Renders pages in one process."""

    def __init__(
        self, published: PublishedPages, site: bytes, inputs: PageInputs
    ) -> None:
        self.published, self.site, self.inputs = published, site, inputs
        self.reads = TemplateReads()
        self.watched: set[int] = set()

    def write_pages(self, pages: Iterable[Page]) -> list[Written]:
        """Write *pages*."""
        return [self.write_page(page) for page in pages]

    def write_page(self, page: Page) -> Written:
        """Keep the page of the last build, or render it."""
        inputs = self.inputs_of(page)
        unchanged = self.published.unchanged(page, inputs)
        if unchanged:
            return Written(page.name, unchanged, inputs, rendered=False)
        data, covered = self.render(page)
        write_new_file(page.path, data)
        sha256 = hashlib.sha256(data).hexdigest()
        return Written(page.name, sha256, inputs if covered else None, rendered=True)

    def inputs_of(self, page: Page) -> str | None:
        """Return the digest of a page's inputs; ``None`` if it is always rendered."""
        variables = page.variables
        if not OWN_VARIABLES.isdisjoint(variables):
            own: bytes | None = self.inputs.of_list(variables)
        elif "article" in variables:
            own = self.inputs.of_article(variables["article"])
        else:
            own = None
        if own is None:
            return None
        return digest_of((self.site, page.template.name, page.name, own)).hex()

    def render(self, page: Page) -> tuple[bytes, bool]:
        """Return a page, and whether its inputs cover all that the template read."""
        environment = page.template.environment
        if id(environment) not in self.watched:
            self.watched.add(id(environment))
            self.reads.watch(environment)
        self.reads.start()
        text = page.template.render(page.context())
        return text.encode(), self.reads.are_covered(page.variables, page.site)


def run_shares(
    work: Callable[[Iterable[Page]], list[Written]], pages: Sequence[Page]
) -> list[list[Written]]:
    """Run *work* on a share of *pages* in a process per core; the first prints."""
    processes = os.cpu_count() or 1
    if len(pages) <= FEW_PAGES or processes == 1:
        return [work(pages)]
    shares: list[Iterable[Page]] = [pages[n::processes] for n in range(processes)]
    shares[0] = print_counts(shares[0], len(pages), "pages", shares=processes)
    children = [run_in_process(partial(run_quietly, work, share)) for share in shares]
    results = [child.result() for child in children]
    for result in results:
        if isinstance(result, BuildProblem):
            raise result
    return [result for result in results if not isinstance(result, BuildProblem)]


def run_quietly(
    work: Callable[[Iterable[Page]], list[Written]], pages: Iterable[Page]
) -> list[Written] | BuildProblem:
    """Return what *work* returns in a child process, or its problem.

    Log messages are part of the problem: the parent's terminal belongs to the parent.
    """
    messages = MessageList()
    logging.getLogger().handlers = [messages]
    try:
        return work(pages)
    except Exception as error:  # noqa: BLE001  # a bug is reported with its traceback
        reason = describe(error)
        if reason is None:
            reason = traceback.format_exc()
        return BuildProblem("\n".join([*messages.texts, reason]).strip())


class MessageList(logging.Handler):
    """Keeps log messages."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.texts.append(record.getMessage())


class PageRenderer(Generator):
    """The last generator: writes the pages that all others queued."""

    def generate_output(self, writer: Writer) -> None:
        """Finish what *writer* was given to write."""
        if isinstance(writer, PageWriter):
            writer.finish()
