# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiled templates are cached for as long as all that decides their code is equal."""

import pytest
from jinja2 import DictLoader, Environment

from plugins.publish.pages.template_code import TemplateCode


class CountingEnvironment(Environment):
    """Counts the templates that it compiles."""

    compiled = 0

    def _parse(self, *arguments):
        self.compiled += 1
        return super()._parse(*arguments)


def compile_and_render(folder, key="one", text="{{ 1 + 1 }}"):
    """Return the page, and how many templates were compiled for it."""
    environment = CountingEnvironment(loader=DictLoader({"page.html": text}))
    environment.bytecode_cache = TemplateCode(key, folder)
    return environment.get_template("page.html").render(), environment.compiled


def test_a_template_is_compiled_once_for_all_environments(tmp_path):
    assert compile_and_render(tmp_path) == ("2", 1)
    assert compile_and_render(tmp_path) == ("2", 0)


@pytest.mark.parametrize("changed", [{"key": "two"}, {"text": "{{ 1 +  1 }}"}])
def test_changed_inputs_compile_it_again(tmp_path, changed):
    compile_and_render(tmp_path)
    assert compile_and_render(tmp_path, **changed) == ("2", 1)


@pytest.mark.parametrize("size", [0, 10, -1])
def test_damaged_code_is_compiled_again(tmp_path, size):
    compile_and_render(tmp_path)
    [file] = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:size])
    assert compile_and_render(tmp_path) == ("2", 1)
