"""The GraphQL of sweeps: open pull requests of many repositories at once, with the state of our check runs."""

from __future__ import annotations


def heads_query(repositories: int, pulls: int) -> str:
    """The open heads of so many repositories: owners are the variables o0, o1 …, names n0, n1 and so on."""
    names = ", ".join(f"$o{n}: String!, $n{n}: String!" for n in range(repositories))
    places = "\n  ".join(f"r{n}: repository(owner: $o{n}, name: $n{n}) {{ ...heads }}" for n in range(repositories))
    return f"""
query Heads($check: String!, $app: Int!, {names}) {{
  {places}
}}
fragment heads on Repository {{
  pullRequests(states: OPEN, first: {pulls}, orderBy: {{field: UPDATED_AT, direction: DESC}}) {{
    nodes {{
      number
      headRefOid
      commits(last: 1) {{
        nodes {{
          commit {{
            oid
            checkSuites(first: 5, filterBy: {{appId: $app, checkName: $check}}) {{
              nodes {{
                checkRuns(first: 20, filterBy: {{appId: $app, checkName: $check, checkType: ALL}}) {{
                  nodes {{ externalId status }}
                }}
              }}
            }}
          }}
        }}
      }}
    }}
  }}
}}
"""


def onto_query(pulls: int) -> str:
    """The open pull requests onto one branch, those of the last changes."""
    return f"""
query Onto($owner: String!, $name: String!, $branch: String!) {{
  repository(owner: $owner, name: $name) {{
    pullRequests(states: OPEN, baseRefName: $branch, first: {pulls}, orderBy: {{field: UPDATED_AT, direction: DESC}}) {{
      nodes {{ number headRefOid }}
    }}
  }}
}}
"""


def queue_query(entries: int) -> str:
    """The entries of the merge queue of one branch."""
    return f"""
query Queue($owner: String!, $name: String!, $branch: String!) {{
  repository(owner: $owner, name: $name) {{
    mergeQueue(branch: $branch) {{
      entries(first: {entries}) {{
        nodes {{ baseCommit {{ oid }} headCommit {{ oid }} pullRequest {{ number }} }}
      }}
    }}
  }}
}}
"""
