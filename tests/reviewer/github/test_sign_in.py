"""Where GitHub's own pages are, for every kind of GitHub."""

import pytest

from reviewer.github.sign_in import web_address


@pytest.mark.parametrize(
    ("api", "web"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://ghe.example.com/api/v3", "https://ghe.example.com"),
        ("https://ghe.example.com:8443/api/v3", "https://ghe.example.com:8443"),
        ("https://api.acme.ghe.com", "https://acme.ghe.com"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
    ],
)
def test_the_web_beside_the_api(api: str, web: str) -> None:
    assert web_address(api) == web
