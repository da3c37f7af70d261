"""The coding agents whose traces are known: one row per tool, so that adding one is adding a row.

Only what a tool alone writes is a trace: its account, its address, its own trailer, footer, link,
branch or name suffix. A person may be called Claude, Devin or Jules, may work for the company that
makes the tool, and may name a branch after themselves; no row may match one of those.

Sources: the tools' own repositories and documentation where they are public, chaoss/ai-detection-action,
Comfy-Org/ComfyUI_frontend (check-ai-co-authors.sh), ymichael/PRarena, and histories of public projects.
"""

from __future__ import annotations

from msgspec import Struct


class Agent(Struct, frozen=True):
    """One tool and its traces.

    Attributes:
        name: how the report calls it.
        apps: logins of its GitHub Apps without "[bot]"; such an account cannot be a person's.
        account_ids: numbers of its accounts, as in "198982749+Copilot@users.noreply.github.com":
            they hold whatever login stands behind them.
        suggests: account numbers and App logins that review and write; where they stand as
            co-author, a person may only have accepted a suggestion. A tool that does nothing but
            review is no row here: its author is the person who took its words over.
        addresses: mail addresses that only the tool commits with, lower case.
        products: how a footer ("Generated with ...") or a policy trailer ("Assisted-by: ...") names
            it, lower case; never a word that is also a person's name.
        trailers: keys of trailers that only this tool writes, lower case; "*" ends a prefix.
        links: beginnings of the addresses of its sessions, without "https://".
        branches: regular expressions over the whole name of the head branch.
        name_suffix: what it puts behind the author's or committer's name.
        subject_prefix: what it puts before the subject of a commit.
    """

    name: str
    apps: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    trailers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    name_suffix: str = ""
    subject_prefix: str = ""


AGENTS: tuple[Agent, ...] = (
    Agent(
        "claude-code",
        apps=("claude", "anthropic-code-agent", "anthropic-claude", "claude-code-action"),
        account_ids=("209825114", "242468646"),
        addresses=("noreply@anthropic.com", "claude@anthropic.com"),
        products=(
            "claude code",
            "claude opus",
            "claude sonnet",
            "claude haiku",
            "claude fable",
            "claude-",
            "claude:",
            "anthropic claude",
        ),
        trailers=("claude-session",),
        links=("claude.ai/code/session",),
        # The action writes claude/issue-12-20250708-1410, the web claude/words-011CUxyz... or claude/words-x7Kq2.
        branches=(
            r"claude/(issue|pr)-\d+-\d{8}-\d{4}",
            r"claude/[\w-]+-01[A-Za-z0-9]{20,}",
            r"claude/[a-z0-9-]+-(?=[A-Za-z]*\d)[A-Za-z0-9]{5,6}",
        ),
    ),
    Agent(
        "copilot",
        apps=("copilot-swe-agent", "copilot", "github-copilot"),
        account_ids=("198982749", "223556219"),
        suggests=("175728472", "copilot-pull-request-reviewer", "github-advanced-security", "github-code-quality"),
        addresses=("copilot@github.com",),
        products=("github copilot", "copilot"),
        branches=(r"copilot/.+",),
    ),
    Agent(
        "codex",
        apps=("chatgpt-codex-connector", "openai-codex", "codex"),
        account_ids=("199175422",),
        addresses=("noreply@openai.com", "codex@openai.com"),
        products=("openai codex", "codex", "chatgpt", "gpt-4", "gpt-5"),
        links=("chatgpt.com/codex/tasks/", "chatgpt.com/s/cd_"),
        branches=(r"codex/.+",),
    ),
    Agent(
        "cursor",
        apps=("cursor",),
        account_ids=("206951365",),
        addresses=("cursoragent@cursor.com",),
        products=("cursor", "cursor agent"),
        links=("cursor.com/background-agent", "cursor.com/agents/", "cursor.com/agents?"),
        branches=(r"cursor/.+",),
    ),
    Agent(
        "devin",
        apps=("devin-ai-integration",),
        account_ids=("158243242",),
        addresses=("devin@cognition.ai",),
        products=("devin ai", "cognition devin"),
        links=("app.devin.ai/sessions/",),
        branches=(r"devin/\d{9,}-.+",),
    ),
    Agent(
        "jules",
        apps=("google-labs-jules",),
        account_ids=("161369871",),
        products=("google jules", "jules for task"),
        links=("jules.google.com/task/", "jules.google.com/session/"),
        branches=(r".+-\d{18,20}",),
    ),
    Agent(
        "amp",
        apps=("amp-code", "ampcode"),
        addresses=("amp@ampcode.com",),
        products=("amp code", "ampcode"),
        trailers=("amp-thread-id",),
        links=("ampcode.com/threads/t-",),
    ),
    Agent(
        "aider",
        addresses=("aider@aider.chat", "noreply@aider.chat"),
        products=("aider",),
        name_suffix=" (aider)",
        subject_prefix="aider: ",
    ),
    Agent("letta-code", account_ids=("248085862",), addresses=("noreply@letta.com",), products=("letta code",)),
    Agent("oh-my-codex", addresses=("omx@oh-my-codex.dev",), products=("oh-my-codex",)),
    Agent(
        "gemini",
        apps=("gemini-cli",),
        suggests=("gemini-code-assist",),
        addresses=("gemini@google.com",),
        products=("gemini cli", "gemini code assist", "google gemini", "gemini 2", "gemini 3", "gemini-"),
    ),
    Agent(
        "opencode",
        apps=("opencode-agent",),
        addresses=("noreply@opencode.ai", "opencode@sst.dev"),
        products=("opencode",),
    ),
    Agent("crush", addresses=("crush@charm.land",), products=("charm crush",)),
    Agent("warp", addresses=("agent@warp.dev",)),
    Agent(
        "junie",
        apps=("jetbrains-junie",),
        addresses=("junie@jetbrains.com",),
        products=("jetbrains junie", "junie agent"),
    ),
    Agent("openhands", apps=("openhands-ai",), addresses=("openhands@all-hands.dev",), products=("openhands",)),
    Agent("cline", apps=("cline",), addresses=("noreply@cline.bot",), products=("cline",)),
    Agent(
        "continue", apps=("continue", "continue-agent"), addresses=("noreply@continue.dev",), products=("continue.dev",)
    ),
    Agent("windsurf", apps=("windsurf-bot",), addresses=("windsurf@codeium.com", "cascade@codeium.com")),
    Agent("roo-code", apps=("roomote",), addresses=("roomote@roocode.com",), products=("roo code",)),
    Agent("qwen-code", addresses=("qwen-coder@alibabacloud.com",), products=("qwen code", "qwen-coder")),
    Agent("amazon-q", apps=("amazon-q-developer",), products=("amazon q developer", "amazon q")),
    Agent("factory", apps=("factory-droid",), products=("factory droid",)),
    Agent("codegen", apps=("codegen-sh",)),
    Agent("sweep", apps=("sweep-ai",)),
    Agent("tembo", apps=("tembo",)),
    Agent("charlie", apps=("charliecreates",), addresses=("charlie@charlielabs.ai",)),
    Agent("replit", trailers=("replit-commit-author",)),
    Agent("entire", trailers=("entire-*",)),
    Agent("coderabbit", apps=("coderabbitai",), suggests=("coderabbitai",)),
    Agent("ellipsis", apps=("ellipsis-dev",)),
)
"""Every known agent; where a change carries traces of several, the stronger trace and then the earlier row names it."""
